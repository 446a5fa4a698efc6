import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { describe, expect, it, onTestFinished } from "vitest";
import { virtualClock } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { createCredentialStore } from "../../../local/credentials.js";
import { type ApiCall, type Invocation, ServiceError } from "../../../local/service.js";
import { createEventQueue } from "../../../local/services/lambda/asynchronous/event-queue.js";
import { readAsyncSettings, readDeadLetterTarget } from "../../../local/services/lambda/asynchronous/settings.js";
import type { LambdaFunction } from "../../../local/services/lambda/function.js";
import { createLambdaService } from "../../../local/services/lambda/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { zipOf } from "../support/write-stack.js";
import { serveService, testContext, testResource } from "./harness.js";

const start = Date.parse("2026-01-01T00:00:00Z");
const queueArn = "arn:aws:sqs:eu-west-1:000000000000:failed";
const topicArn = "arn:aws:sns:eu-west-1:000000000000:failed";
const roleArn = "arn:aws:iam::000000000000:role/demo";

/** The events of a stub of a function, on virtual time. */
function eventsOf(
  stub: (payload: Json) => Invocation["payload"],
  {
    attributes = {},
    concurrency = 10,
    deadLetterTarget,
  }: { attributes?: JsonObject; concurrency?: number; deadLetterTarget?: string } = {},
) {
  const clock = virtualClock({ start });
  const calls: ApiCall[] = [];
  const logged: string[] = [];
  const context = testContext({
    clock,
    endpoint: () => "http://127.0.0.1:1",
    log: (_level, source, text) => logged.push(`${source}: ${text}`),
    callApi: async (call) => {
      calls.push(call);
      return {};
    },
  });
  const fn: LambdaFunction = {
    ...{ name: "demo", arn: "arn:f", roleArn, handler: "x.y", folder: "/", timeoutSeconds: 3, memoryMb: 128 },
    ...{ concurrency, environment: {}, context: {}, codeBytes: 0 },
  };
  const settings = readAsyncSettings(testResource("aws_lambda_function_event_invoke_config", "c", attributes));
  const attempts: { readonly at: number; readonly payload: Json; readonly requestId: string }[] = [];
  const queue = createEventQueue({
    ...{ context, fn, settings: () => settings, deadLetterTarget },
    async invoke(payload, requestId) {
      attempts.push({ at: (clock.now() - start) / 1000, payload, requestId });
      try {
        return { requestId, payload: stub(payload) };
      } catch (error) {
        if (error instanceof ServiceError) throw error;
        return { requestId, payload: { errorType: "Error", errorMessage: String(error) }, functionError: "Unhandled" };
      }
    },
  });
  onTestFinished(() => queue.stop());
  return { clock, queue, calls, attempts, logged };
}

const failing = () => {
  throw new Error("no");
};
const throttled = () => {
  throw new ServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
};
const onFailure = (destination: string) => ({ destination_config: [{ on_failure: [{ destination }] }] });
const bodyOf = (call: ApiCall | undefined): unknown =>
  JSON.parse(String(call?.input.MessageBody ?? call?.input.Message));

describe("an asynchronous event", () => {
  it("is handled once when the function succeeds", async () => {
    const { clock, queue, attempts, calls } = eventsOf(() => "done");
    queue.add({ n: 1 });
    await clock.run();
    expect(attempts).toMatchObject([{ at: 0, payload: { n: 1 } }]);
    expect(calls).toEqual([]);
  });

  it("is tried again after one minute and after two more, under the same request id, then its record goes to the destination", async () => {
    const { clock, queue, attempts, calls, logged } = eventsOf(failing, { attributes: onFailure(queueArn) });
    queue.add({ secret: "mango" });
    await clock.run();
    expect(attempts.map(({ at }) => at)).toEqual([0, 60, 180]);
    expect(new Set(attempts.map(({ requestId }) => requestId)).size).toBe(1);
    expect(calls).toMatchObject([
      {
        service: "sqs",
        action: "SendMessage",
        as: { roleArn },
        input: { QueueUrl: "http://127.0.0.1:1/000000000000/failed" },
      },
    ]);
    expect(bodyOf(calls[0])).toEqual({
      version: "1.0",
      timestamp: "2026-01-01T00:03:00.000Z",
      requestContext: {
        requestId: attempts[0]?.requestId,
        functionArn: "arn:f:$LATEST",
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { secret: "mango" },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "Error", errorMessage: "Error: no" },
    });
    expect(logged).toEqual(["demo: an event is given up"]);
  });

  it("is tried as often as the settings say, and goes to the dead-letter queue as it came", async () => {
    const { clock, queue, attempts, calls } = eventsOf(failing, {
      attributes: { maximum_retry_attempts: 0, ...onFailure(topicArn) },
      deadLetterTarget: queueArn,
    });
    queue.add({ n: 1 });
    await clock.run();
    expect(attempts).toHaveLength(1);
    expect(calls.map(({ service, action }) => `${service}:${action}`)).toEqual(["sns:Publish", "sqs:SendMessage"]);
    expect(bodyOf(calls[0])).toMatchObject({ requestContext: { condition: "RetriesExhausted" } });
    expect(bodyOf(calls[1])).toEqual({ n: 1 });
    expect(calls[1]?.input.MessageAttributes).toEqual({
      RequestID: { DataType: "String", StringValue: attempts[0]?.requestId },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: { DataType: "String", StringValue: "Error: no" },
    });
  });

  it("tells of its success where that is wanted", async () => {
    const attributes = { destination_config: { on_success: { destination: topicArn } } };
    const { clock, queue, calls } = eventsOf(() => ({ ok: true }), { attributes });
    queue.add({ n: 1 });
    await clock.run();
    expect(bodyOf(calls[0])).toMatchObject({
      requestContext: { condition: "Success", approximateInvokeCount: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { ok: true },
    });
  });

  it("that is throttled is tried again, later and later, until it is too old", async () => {
    const { clock, queue, attempts, calls } = eventsOf(throttled, {
      attributes: { maximum_event_age_in_seconds: 60, ...onFailure(queueArn) },
    });
    queue.add({ n: 1 });
    await clock.run();
    expect(attempts.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(bodyOf(calls[0])).toEqual({
      version: "1.0",
      timestamp: "2026-01-01T00:01:00.001Z",
      requestContext: {
        requestId: attempts[0]?.requestId,
        functionArn: "arn:f:$LATEST",
        condition: "EventAgeExceeded",
        approximateInvokeCount: 0,
      },
      requestPayload: { n: 1 },
    });
  });

  it("of a function that may not run at all is given up at once", async () => {
    const { clock, queue, attempts, calls } = eventsOf(throttled, { concurrency: 0, attributes: onFailure(queueArn) });
    queue.add({ n: 1 });
    await clock.run();
    expect(attempts).toEqual([]);
    expect(bodyOf(calls[0])).toMatchObject({ requestContext: { condition: "ZeroReservedConcurrency" } });
  });

  it("waits for its turn, not for a timer, behind many others", async () => {
    const { clock, queue, attempts } = eventsOf(() => null, { concurrency: 2 });
    for (let n = 0; n < 100; n += 1) queue.add(n);
    await clock.advanceBy(1);
    expect(attempts.map(({ payload }) => payload)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it("is dropped when Lambda stops", async () => {
    const { clock, queue, attempts, logged } = eventsOf(failing);
    queue.add({ n: 1 });
    await clock.advanceBy(10);
    queue.stop();
    await clock.run();
    expect(attempts).toHaveLength(1);
    expect(clock.next).toBeUndefined();
    expect(logged).toEqual(["demo: events that wait for the function are dropped"]);
  });
});

it.each<[JsonObject, string]>([
  [{ maximum_retry_attempts: 3 }, "'maximum_retry_attempts' is 3, but must be a whole number from 0 to 2"],
  [{ maximum_event_age_in_seconds: 59 }, "from 60 to 21600"],
  [onFailure("arn:aws:s3:::bucket"), "here it can be an SQS queue or an SNS topic"],
])("settings are refused: %j", (attributes, message) => {
  expect(() => readAsyncSettings(testResource("aws_lambda_function_event_invoke_config", "c", attributes))).toThrow(
    message,
  );
});

it("reads the dead-letter target of a function", () => {
  const read = (attributes: JsonObject) => readDeadLetterTarget(testResource("aws_lambda_function", "f", attributes));
  expect(read({ dead_letter_config: [{ target_arn: queueArn }] })).toBe(queueArn);
  expect(read({})).toBeUndefined();
});

describe("Lambda", () => {
  async function lambdaWith(source: string, authorize: (roleArn: string) => string | undefined = () => undefined) {
    const folder = await temporaryFolder();
    const lines: string[] = [];
    const context = testContext({
      workFolder: join(folder, "work"),
      log: (_level, _from, text) => void lines.push(text),
      endpoint: () => "http://127.0.0.1:1",
    });
    const credentials = createCredentialStore();
    const lambda = createLambdaService(context, {
      ...{ credentials, authorize, endpoints: () => ({}), findQueue: () => undefined },
    });
    onTestFinished(() => lambda.stop());
    await writeFile(join(folder, "code.zip"), zipOf(source));
    await lambda.create({
      ...testResource("aws_lambda_function", "demo", {
        ...{ function_name: "demo", role: roleArn, runtime: "nodejs22.x", handler: "index.handler" },
        ...{ filename: "code.zip", timeout: 5 },
      }),
      folder,
    });
    return { lambda, lines };
  }

  it("answers an Event at once and hands it to the function after that; DryRun does nothing", async () => {
    const { lambda, lines } = await lambdaWith("export const handler = async ({ n }) => { console.log('got', n); };");
    const server = await serveService(lambda);
    const client = new LambdaClient(server.client);
    onTestFinished(async () => {
      client.destroy();
      await server.stop();
    });
    const invoke = async (InvocationType: "Event" | "DryRun", n: number, FunctionName = "demo") =>
      (await client.send(new InvokeCommand({ FunctionName, InvocationType, Payload: JSON.stringify({ n }) })))
        .StatusCode;
    expect(await invoke("Event", 1)).toBe(202);
    expect(await invoke("DryRun", 2)).toBe(204);
    await expect.poll(() => lines, { timeout: 5_000 }).toContain("got 1");
    expect(lines.join()).not.toContain("got 2");
    await expect(invoke("Event", 1, "none")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(invoke("DryRun", 1, "none")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const address = `${server.client.endpoint}/2015-03-31/functions/demo/invocations`;
    const wrong = await fetch(address, { method: "POST", headers: { "x-amz-invocation-type": "Later" } });
    expect(wrong.headers.get("x-amzn-errortype")).toBe("ValidationException");
    const malformed = await fetch(address.replace("demo", "%zz"), { method: "POST" });
    expect(malformed.headers.get("x-amzn-errortype")).toBe("ResourceNotFoundException");
  });

  it("has the function under its names and $LATEST, and neither versions, other accounts nor other regions", async () => {
    const { lambda } = await lambdaWith("export const handler = async () => 1;");
    const server = await serveService(lambda);
    const client = new LambdaClient(server.client);
    onTestFinished(async () => {
      client.destroy();
      await server.stop();
    });
    const arn = "arn:aws:lambda:eu-west-1:000000000000:function:demo";
    const invoke = async (FunctionName: string, Qualifier?: string) =>
      (await client.send(new InvokeCommand({ FunctionName, Qualifier }))).StatusCode;
    for (const name of ["demo", "demo:$LATEST", arn, `${arn}:$LATEST`, "000000000000:function:demo"]) {
      expect(await invoke(name), name).toBe(200);
    }
    expect(await invoke("demo", "$LATEST")).toBe(200);
    const elsewhere = [arn.replace("eu-west-1", "us-east-1"), arn.replace("000000000000", "111111111111")];
    for (const name of ["demo:7", `${arn}:live`, "111111111111:function:demo", ...elsewhere]) {
      await expect(invoke(name), name).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    }
    await expect(invoke("demo", "7")).rejects.toThrow(`Function not found: ${arn}:7`);
  });

  it("refuses a caller, and an event above 1 MB, before it is queued", async () => {
    const { lambda } = await lambdaWith("export const handler = async () => {};");
    const as = { service: "sns.amazonaws.com", sourceArn: topicArn };
    await expect(lambda.queueEvent("demo", {}, { as })).rejects.toMatchObject({ code: "AccessDeniedException" });
    await expect(lambda.queueEvent("demo", "x".repeat(1024 * 1024))).rejects.toMatchObject({
      code: "RequestTooLargeException",
    });
    await lambda.invoke("demo", "x".repeat(1024 * 1024));
  });

  it("refuses a destination that the function's role may not send to", async () => {
    const { lambda } = await lambdaWith("export const handler = async () => {};", () => "no");
    const config = testResource("aws_lambda_function_event_invoke_config", "c", {
      function_name: "demo",
      ...onFailure(queueArn),
    });
    await expect(async () => lambda.create(config)).rejects.toThrow(
      `does not have permissions to call sqs:SendMessage on the destination ${queueArn}`,
    );
  });
});
