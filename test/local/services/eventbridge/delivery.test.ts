import { describe, expect, it } from "vitest";
import { virtualClock } from "../../../../asl/interpreter/index.js";
import type { JsonObject } from "../../../../asl/spec/index.js";
import { type ApiCall, type BusEvent, ServiceError } from "../../../../local/service.js";
import { createEventBridgeService } from "../../../../local/services/eventbridge/index.js";
import { testContext, testResource } from "../harness.js";

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:000000000000:${resource}`;
const ruleArn = arn("events", "rule/all");

/** A rule for all events of a shop, on virtual time; `answer` says what the target does at each attempt. */
function serve(answer: (attempt: number) => Error | undefined, target: JsonObject) {
  const clock = virtualClock({ start: Date.parse("2030-01-01T00:00:00Z") });
  const attempts: { at: number; call: ApiCall }[] = [];
  const buried: ApiCall[] = [];
  let publish: (event: BusEvent) => void = () => {};
  const context = testContext({
    clock,
    random: () => 1,
    endpoint: () => "http://localhost:1",
    events: {
      publish: () => {},
      subscribe: (listener) => {
        publish = listener;
      },
    },
    async callApi(call) {
      if (String(call.input.QueueUrl).endsWith("/dead")) {
        buried.push(call);
        return {};
      }
      attempts.push({ at: (clock.now() - Date.parse("2030-01-01T00:00:00Z")) / 1000, call });
      const error = answer(attempts.length);
      if (error) throw error;
      return {};
    },
  });
  const service = createEventBridgeService(context);
  const create = (type: string, attributes: JsonObject) => service.create(testResource(type, "t", attributes));
  create("aws_cloudwatch_event_rule", { name: "all", event_pattern: '{"source": ["shop"]}' });
  const rest = { rule: "all", target_id: "t", dead_letter_config: { arn: arn("sqs", "dead") }, ...target };
  create("aws_cloudwatch_event_target", rest);
  const send = () =>
    publish({
      ...{ version: "0", id: "e1", "detail-type": "x", source: "shop", account: "000000000000" },
      ...{ time: "2030-01-01T00:00:00Z", region: "eu-west-1", resources: [], detail: { a: 1 } },
    });
  return { clock, service, attempts, buried, send };
}

const queue = { arn: arn("sqs", "work") };
const busy = () => new ServiceError("ThrottlingException", 400, "slow down");
const attributesOf = (call: ApiCall | undefined) => {
  const attributes = call?.input.MessageAttributes;
  return Object.fromEntries(
    Object.entries(typeof attributes === "object" && attributes !== null ? attributes : {}).map(([name, value]) => [
      name,
      Reflect.get(Object(value), "StringValue"),
    ]),
  );
};

describe("a target", () => {
  it.each<[string, JsonObject, Partial<ApiCall>]>([
    [
      "queue gets a message",
      queue,
      {
        ...{ service: "sqs", action: "SendMessage", as: { service: "events.amazonaws.com", sourceArn: ruleArn } },
        input: { QueueUrl: "http://localhost:1/000000000000/work", MessageBody: '{"a":1}' },
      },
    ],
    [
      "topic gets a notification",
      { arn: arn("sns", "news") },
      {
        ...{ service: "sns", action: "Publish", as: { service: "events.amazonaws.com", sourceArn: ruleArn } },
        input: { TopicArn: arn("sns", "news"), Message: '{"a":1}' },
      },
    ],
    [
      "state machine's alias is started by its role",
      { arn: arn("states", "stateMachine:m:live"), role_arn: "arn:role" },
      {
        ...{ service: "states", action: "StartExecution", as: { roleArn: "arn:role" } },
        input: { stateMachineArn: arn("states", "stateMachine:m:live"), input: '{"a":1}' },
      },
    ],
  ])("that is a %s", async (_, target, call) => {
    const { clock, attempts, send, buried } = serve(() => undefined, { ...target, input_path: "$.detail" });
    send();
    await clock.run();
    expect(attempts).toEqual([{ at: 0, call }]);
    expect(buried).toEqual([]);
  });

  it("that is busy gets the same event again, later and later, until it takes it", async () => {
    const { clock, attempts, send, buried } = serve((attempt) => (attempt < 5 ? busy() : undefined), queue);
    send();
    await clock.run();
    expect(attempts.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15]);
    expect(new Set(attempts.map(({ call }) => JSON.stringify(call.input))).size).toBe(1);
    expect(buried).toEqual([]);
  });

  it("gets no more than the attempts of its retry policy; then the event goes to the dead-letter queue", async () => {
    const { clock, attempts, send, buried } = serve(busy, { ...queue, retry_policy: { maximum_retry_attempts: 3 } });
    send();
    await clock.run();
    expect(attempts).toHaveLength(4);
    expect(buried).toHaveLength(1);
    expect(buried[0]).toMatchObject({
      ...{ service: "sqs", action: "SendMessage", as: { service: "events.amazonaws.com", sourceArn: ruleArn } },
      input: { MessageBody: expect.stringContaining('"detail":{"a":1}') },
    });
    expect(attributesOf(buried[0])).toEqual({
      RULE_ARN: ruleArn,
      TARGET_ARN: queue.arn,
      ERROR_CODE: "THROTTLING",
      ERROR_MESSAGE: "slow down",
      RETRY_ATTEMPTS: "3",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    });
  });

  it("gets nothing older than its retry policy says", async () => {
    const { clock, attempts, send, buried } = serve(() => new Error("connect ECONNREFUSED"), {
      ...queue,
      retry_policy: { maximum_event_age_in_seconds: 60 },
    });
    send();
    await clock.run();
    expect(attempts.map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(attributesOf(buried[0])).toMatchObject({
      ERROR_CODE: "CONNECTION_FAILURE",
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
    });
  });

  it("is asked for a day, 185 times at the most, unless told otherwise", async () => {
    const { clock, attempts, send, buried } = serve(() => new ServiceError("InternalFailure", 500, "no"), queue);
    send();
    await clock.run();
    expect(attempts.at(-1)?.at).toBeLessThanOrEqual(86_400);
    expect(attempts.at(-1)?.at).toBeGreaterThan(80_000);
    expect(attempts.length).toBeLessThanOrEqual(186);
    expect(buried).toHaveLength(1);
  });

  it.each<[ServiceError, string]>([
    [new ServiceError("AccessDeniedException", 400, "no"), "NO_PERMISSIONS"],
    [new ServiceError("AWS.SimpleQueueService.NonExistentQueue", 400, "no"), "NO_RESOURCE"],
    [new ServiceError("StateMachineDoesNotExist", 400, "no"), "NO_RESOURCE"],
    [new ServiceError("InvalidParameterValue", 400, "no"), "INVALID_PARAMETER"],
  ])("that answers %s is not asked again", async (error, code) => {
    const { clock, attempts, send, buried } = serve(() => error, queue);
    send();
    await clock.run();
    expect(attempts).toHaveLength(1);
    expect(attributesOf(buried[0])).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: "0" });
    expect(attributesOf(buried[0])).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
  });

  it("is not asked any more once the runtime stops", async () => {
    const { clock, service, attempts, send } = serve(busy, queue);
    send();
    await clock.advanceBy(0);
    await service.stop();
    await clock.run();
    expect(attempts).toHaveLength(1);
  });

  it.each<[JsonObject, string]>([
    [{ arn: arn("kinesis", "stream/x") }, "targets here are Lambda functions, state machines"],
    [{ arn: arn("states", "stateMachine:m") }, "'role_arn' is missing"],
    [{ ...queue, retry_policy: { maximum_retry_attempts: 200 } }, "'retry_policy.maximum_retry_attempts' is 200"],
  ])("cannot be %j", (target, message) => {
    expect(() => serve(() => undefined, target)).toThrow(message);
  });
});
