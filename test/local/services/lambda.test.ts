import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import { createCredentialStore } from "../../../local/credentials.js";
import { isObject } from "../../../local/service.js";
import { createLambdaService } from "../../../local/services/lambda/index.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { zipOf } from "../support/write-stack.js";
import { testContext } from "./harness.js";

const role = "arn:aws:iam::000000000000:role/demo";

/** A function `demo` of this source, ready to be invoked. */
async function functionOf(source: string, attributes: Readonly<Record<string, Json>> = {}) {
  const folder = await temporaryFolder();
  const lines: string[] = [];
  const log = (_level: string, from: string, text: string) => void lines.push(`${from}: ${text}`);
  const context = testContext({ workFolder: join(folder, "work"), log, endpoint: () => "http://127.0.0.1:1" });
  const credentials = createCredentialStore();
  const endpoints = () => ({ AWS_ENDPOINT_URL_SES: context.endpoint() });
  const lambda = createLambdaService(context, {
    ...{ credentials, endpoints, findQueue: () => undefined },
    authorize: () => undefined,
  });
  onTestFinished(() => lambda.stop());
  await writeFile(join(folder, "code.zip"), zipOf(source));
  const fixed = { function_name: "demo", role, runtime: "nodejs22.x", handler: "index.handler", filename: "code.zip" };
  const computed = await lambda.create({
    ...{ address: "aws_lambda_function.demo", type: "aws_lambda_function", name: "demo", system: "demo", folder },
    attributes: { ...fixed, timeout: 5, ...attributes },
  });
  return { lambda, lines, credentials, computed, invoke: (event: Json = {}) => lambda.invoke("demo", event) };
}

async function errorOf(source: string, attributes?: Readonly<Record<string, Json>>) {
  const { invoke } = await functionOf(source, attributes);
  const { payload, functionError, requestId } = await invoke();
  expect(functionError).toBe("Unhandled");
  if (!isObject(payload)) throw new Error("the payload of a failure must be an object");
  return {
    type: payload.errorType,
    message: String(payload.errorMessage).replace(requestId, "ID"),
    trace: payload.trace,
  };
}

describe("a function", () => {
  test("answers with what it returns, computed from the event", async () => {
    const { invoke } = await functionOf("export const handler = async ({ a, b }) => ({ sum: a + b });");
    expect(await invoke({ a: 1, b: 2 })).toMatchObject({ payload: { sum: 3 } });
    expect((await invoke({ a: 1, b: 2 })).functionError).toBeUndefined();
  });

  test("that returns nothing answers null; one with a callback answers with its value", async () => {
    expect((await (await functionOf("export const handler = async () => {};")).invoke()).payload).toBeNull();
    const late = "export const handler = (event, context, callback) => { setTimeout(() => callback(null, 7), 5); };";
    expect((await (await functionOf(late)).invoke()).payload).toBe(7);
  });

  test("finds its own environment and nothing of ours", async () => {
    process.env.STEPWRIGHT_TEST_SECRET = "leak";
    onTestFinished(() => void delete process.env.STEPWRIGHT_TEST_SECRET);
    const source = "export const handler = async () => ({ env: { ...process.env }, globals: typeof require });";
    const { invoke, credentials } = await functionOf(source, {
      environment: { variables: { SENDER: "a@b.example" } },
      memory_size: 256,
    });
    const { payload } = await invoke();
    const env = isObject(payload) && isObject(payload.env) ? payload.env : {};
    expect(env).toMatchObject({
      SENDER: "a@b.example",
      AWS_REGION: "eu-west-1",
      AWS_LAMBDA_FUNCTION_NAME: "demo",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/demo",
      AWS_ENDPOINT_URL_SES: "http://127.0.0.1:1",
    });
    const foreign = Object.keys(env).filter(
      (name) => !/^(?:SENDER|AWS_.*|LAMBDA_TASK_ROOT|LANG|TZ|_HANDLER)$/u.test(name),
    );
    expect(foreign).toEqual([]);
    expect(credentials.callerOf(String(env.AWS_ACCESS_KEY_ID))).toMatchObject({ roleArn: role });
    expect(payload).toMatchObject({ globals: "undefined" });
  });

  test("gets Lambda's context", async () => {
    const source = `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`;
    const { invoke, computed } = await functionOf(source);
    const { payload, requestId } = await invoke();
    expect(payload).toMatchObject({
      functionName: "demo",
      functionVersion: "$LATEST",
      memoryLimitInMB: "128",
      logGroupName: "/aws/lambda/demo",
      awsRequestId: requestId,
      invokedFunctionArn: computed.arn,
    });
    const left = isObject(payload) ? Number(payload.left) : 0;
    expect(left).toBeGreaterThan(3000);
    expect(left).toBeLessThanOrEqual(5000);
  });

  test("stays warm: the next event finds the same module, events at the same time find others", async () => {
    const source = `let n = 0; export const handler = async () => { n += 1; await new Promise((r) => setTimeout(r, 50)); return n; };`;
    const { invoke } = await functionOf(source);
    const first = await Promise.all([invoke(), invoke(), invoke()]);
    expect(first.map(({ payload }) => payload)).toEqual([1, 1, 1]);
    expect((await invoke()).payload).toBe(2);
  });

  test("is throttled at its reserved concurrency, and only then", async () => {
    const source = `export const handler = async () => { await new Promise((r) => setTimeout(r, 100)); return "done"; };`;
    const { invoke } = await functionOf(source, { reserved_concurrent_executions: 2 });
    const results = await Promise.allSettled([invoke(), invoke(), invoke()]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(results[2]).toMatchObject({
      reason: { name: "ServiceError", code: "TooManyRequestsException", statusCode: 429 },
    });
    expect((await invoke()).payload).toBe("done");
  });

  test("has every line it wrote logged under its name, even those written just before it was ended", async () => {
    const source = `export const handler = async () => { console.log("one\\ntwo"); console.error("three"); process.stdout.write("four"); while (true); };`;
    const { invoke, lines } = await functionOf(source, { timeout: 1 });
    await invoke();
    await expect
      .poll(() => lines.filter((line) => line !== "demo: failed with Sandbox.Timedout"))
      .toEqual(["demo: one", "demo: two", "demo: three", "demo: four"]);
  });
});

describe("a function that fails", () => {
  test("by throwing keeps its error's name and message", async () => {
    const error = await errorOf(
      `export const handler = async () => { const e = new Error("no"); e.name = "EmailThrottled"; throw e; };`,
    );
    expect(error).toMatchObject({ type: "EmailThrottled", message: "no" });
    expect(error.trace).toContain("EmailThrottled: no");
  });

  test("by running too long is ended, even in an endless loop, and works again for the next event", async () => {
    const source = "export const handler = async ({ loop }) => { while (loop); return 1; };";
    const { lambda } = await functionOf(source, { timeout: 1 });
    const { payload, requestId } = await lambda.invoke("demo", { loop: true });
    expect(payload).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect((await lambda.invoke("demo", { loop: false })).payload).toBe(1);
  });

  test.each([
    [
      "by leaving",
      "export const handler = async () => process.exit(3);",
      "Runtime.ExitError",
      "RequestId: ID Error: Runtime exited with error: exit status 3",
    ],
    [
      "by leaving with 0",
      "export const handler = async () => process.exit(0);",
      "Runtime.ExitError",
      "RequestId: ID Error: Runtime exited without providing a reason",
    ],
    [
      "by a missing import",
      `import "nowhere"; export const handler = 1;`,
      "Runtime.ImportModuleError",
      /Cannot find package 'nowhere'/u,
    ],
    ["by a syntax error", "export const handler = ;", "Runtime.UserCodeSyntaxError", /Unexpected token/u],
    ["by throwing at its import", `throw new TypeError("bad setting");`, "TypeError", "bad setting"],
    [
      "by having no handler",
      "export const other = 1;",
      "Runtime.HandlerNotFound",
      "index.handler is undefined or not exported",
    ],
    [
      "by a handler that is no function",
      "export const handler = 1;",
      "Runtime.HandlerNotFound",
      "index.handler is not a function",
    ],
    [
      "by a result that is not JSON",
      "export const handler = async () => 1n;",
      "Error",
      "Unable to stringify response body",
    ],
    ["by throwing a text", `export const handler = async () => { throw "no"; };`, "string", "no"],
    [
      "by a rejection nobody handles",
      `export const handler = () => { Promise.reject(new Error("lost")); return new Promise(() => {}); };`,
      "Runtime.UnhandledPromiseRejection",
      "Error: lost",
    ],
    [
      "by an exception outside of it",
      `export const handler = () => { setTimeout(() => { throw new RangeError("far"); }); return new Promise(() => {}); };`,
      "RangeError",
      "far",
    ],
    [
      "by too large a result",
      `export const handler = async () => "x".repeat(7_000_000);`,
      "Function.ResponseSizeTooLarge",
      /exceeded maximum allowed payload size/u,
    ],
    [
      "by taking all memory",
      "export const handler = async () => { const all = []; while (true) all.push(new Array(1e5).fill(1.5)); };",
      "Runtime.ExitError",
      /^RequestId: ID Error: Runtime exited with error: signal: killed$/u,
    ],
  ])("%s", async (_, source, type, message) => {
    const error = await errorOf(source);
    expect(error.type).toBe(type);
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
  });
});

describe("invoking", () => {
  test("a function that does not exist is refused", async () => {
    const { lambda } = await functionOf("export const handler = async () => 1;");
    await expect(lambda.invoke("other", {})).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      statusCode: 404,
    });
  });

  test("works by name, ARN and qualified ARN", async () => {
    const { lambda, computed } = await functionOf("export const handler = async () => 1;");
    for (const target of ["demo", computed.arn, computed.qualified_arn]) {
      expect((await lambda.invoke(String(target), {})).payload).toBe(1);
    }
  });

  test("as a service needs a permission for exactly that source", async () => {
    const { lambda } = await functionOf("export const handler = async () => 1;");
    const as = { service: "apigateway.amazonaws.com", sourceArn: "arn:aws:execute-api:eu-west-1:0:api/$default/GET/x" };
    await expect(lambda.invoke("demo", {}, { as })).rejects.toMatchObject({ code: "AccessDeniedException" });
    await lambda.create({
      ...{ address: "aws_lambda_permission.p", type: "aws_lambda_permission", name: "p", system: "demo", folder: "" },
      attributes: {
        action: "lambda:InvokeFunction",
        function_name: "demo",
        principal: as.service,
        source_arn: "arn:aws:execute-api:eu-west-1:0:api/*/*/x",
      },
    });
    expect((await lambda.invoke("demo", {}, { as })).payload).toBe(1);
    const other = { ...as, sourceArn: `${as.sourceArn}y` };
    await expect(lambda.invoke("demo", {}, { as: other })).rejects.toMatchObject({ code: "AccessDeniedException" });
  });

  test("over the wire gives Lambda's headers", async () => {
    const { lambda } = await functionOf(
      `export const handler = async ({ fail }) => { if (fail) throw new Error("no"); return { ok: 1 }; };`,
    );
    const call = (path: string, body: string) =>
      lambda.handle?.(
        new Request(`http://localhost/2015-03-31/functions/${path}/invocations`, { method: "POST", body }),
        { accessKeyId: "x" },
      );
    const good = await call("demo", "{}");
    expect(good?.headers.get("x-amz-executed-version")).toBe("$LATEST");
    expect(await good?.json()).toEqual({ ok: 1 });
    const bad = await call("demo", `{"fail":true}`);
    expect([bad?.status, bad?.headers.get("x-amz-function-error")]).toEqual([200, "Unhandled"]);
    const missing = await call("other", "{}");
    expect([missing?.status, missing?.headers.get("x-amzn-errortype")]).toEqual([404, "ResourceNotFoundException"]);
    expect((await call("demo", "{"))?.status).toBe(400);
  });
});
