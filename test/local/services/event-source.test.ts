import { describe, expect, it, onTestFinished } from "vitest";
import { virtualClock } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { type Invocation, isObject, ServiceError } from "../../../local/service.js";
import { failedMessages } from "../../../local/services/lambda/event-source/batch-failures.js";
import { createMapping } from "../../../local/services/lambda/event-source/create-mapping.js";
import { splitBySize } from "../../../local/services/lambda/event-source/sqs-event.js";
import type { LambdaFunction } from "../../../local/services/lambda/function.js";
import { createSqsService } from "../../../local/services/sqs/index.js";
import type { MessageAttribute } from "../../../local/services/sqs/message.js";
import { testContext, testResource } from "./harness.js";

const arn = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;
const start = Date.parse("2026-01-01T00:00:00Z");

type Stub = (records: readonly JsonObject[]) => Promise<Json> | Json;

/** A queue whose messages a stub of a function gets through a mapping, on virtual time. */
function mapped(
  stub: Stub,
  attributes: JsonObject = {},
  { concurrency = 10, denied = "", timeoutSeconds = 3, queue: queueAttributes = {} } = {},
) {
  const clock = virtualClock({ start });
  const logged: string[] = [];
  const context = testContext({
    clock,
    endpoint: () => "http://127.0.0.1:1",
    log: (_level, source, text) => logged.push(`${source}: ${text}`),
  });
  const sqs = createSqsService(context);
  const create = (name: string, more: JsonObject = {}) =>
    sqs.create(testResource("aws_sqs_queue", name, { name, ...more }));
  create("dead");
  create("orders", queueAttributes);
  const fn: LambdaFunction = {
    ...{ name: "demo", arn: "arn:f", roleArn: "arn:role", handler: "x.y", folder: "/", timeoutSeconds, memoryMb: 128 },
    ...{ concurrency, environment: {}, context: {}, codeBytes: 0 },
  };
  const events: (readonly JsonObject[])[] = [];
  const invoke = async (event: Json): Promise<Invocation> => {
    const records = isObject(event) && Array.isArray(event.Records) ? event.Records.filter(isObject) : [];
    events.push(records);
    try {
      return { requestId: "r", payload: await stub(records) };
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      return { requestId: "r", payload: { errorMessage: String(error) }, functionError: "Unhandled" };
    }
  };
  const { mapping, attributes: computed } = createMapping(
    {
      ...{ context, findQueue: sqs.queues.byArn, findFunction: (name) => (name === "demo" ? fn : undefined) },
      invokerOf: () => invoke,
      authorize: (_role, { action }) => (action === denied ? "no" : undefined),
    },
    testResource("aws_lambda_event_source_mapping", "m", {
      ...{ event_source_arn: arn("orders"), function_name: "demo", ...attributes },
    }),
  );
  onTestFinished(async () => {
    await mapping?.stop();
  });
  const queueOf = (name: string) => {
    const queue = sqs.queues.byArn(arn(name));
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  };
  const queue = queueOf("orders");
  const send = (body: string, attributes_: ReadonlyMap<string, MessageAttribute> = new Map()) =>
    queue.send({ body, attributes: attributes_, senderId: "000000000000" });
  const bodies = () => events.map((records) => records.map(({ body }) => body));
  return { clock, queue, dead: queueOf("dead"), send, events, bodies, logged, computed, mapping };
}

const reporting: JsonObject = { function_response_types: ["ReportBatchItemFailures"] };

describe("a mapping", () => {
  it("hands messages over in the shape of SQS events, and deletes what is done", async () => {
    const { clock, queue, send, events } = mapped(() => null);
    const { id } = send(
      "hello",
      new Map([
        ["kind", { type: "String", value: "a" }],
        ["raw", { type: "Binary", value: "AAE=" }],
      ]),
    );
    await clock.run();
    expect(events).toEqual([
      [
        {
          messageId: id,
          receiptHandle: expect.any(String),
          body: "hello",
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: String(start),
            SenderId: "000000000000",
            ApproximateFirstReceiveTimestamp: String(start),
          },
          messageAttributes: {
            kind: { stringValue: "a", stringListValues: [], binaryListValues: [], dataType: "String" },
            raw: { binaryValue: "AAE=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
          },
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
          md5OfBody: "5d41402abc4b2a76b9719d911017c592",
          eventSource: "aws:sqs",
          eventSourceARN: arn("orders"),
          awsRegion: "eu-west-1",
        },
      ],
    ]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("brings back what failed, and only that, where the function reports it", async () => {
    let first = true;
    const { clock, send, bodies, queue } = mapped(
      (records) => {
        const batchItemFailures = first
          ? records.filter(({ body }) => body === "b").map(({ messageId }) => ({ itemIdentifier: messageId ?? null }))
          : [];
        first = false;
        return { batchItemFailures };
      },
      { ...reporting, maximum_batching_window_in_seconds: 1 },
      { concurrency: 1 },
    );
    for (const body of ["a", "b", "c"]) send(body);
    await clock.advanceBy(29_000);
    expect(bodies()).toEqual([["a", "b", "c"]]);
    await clock.advanceBy(5_000);
    expect(bodies()).toEqual([["a", "b", "c"], ["b"]]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("takes an answer with failures for a success where it was not told of them", async () => {
    const { clock, send, queue } = mapped((records) => ({
      batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId ?? null })),
    }));
    send("a");
    await clock.run();
    expect(queue.counts().inFlight).toBe(0);
  });

  it("lets a failing function's messages come back after the visibility timeout, and go to the dead-letter queue in the end", async () => {
    const times: number[] = [];
    const { clock, send, dead, logged } = mapped(
      () => {
        times.push((clock.now() - start) / 1000);
        throw new Error("no");
      },
      {},
      {
        queue: {
          visibility_timeout_seconds: 20,
          redrive_policy: JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 3 }),
        },
      },
    );
    send("poison");
    await clock.advanceBy(100_000);
    expect(times).toEqual([0, 20, 40]);
    expect(dead.counts().visible).toBe(1);
    expect(logged[0]).toBe("demo: failed; its messages come back");
    expect(logged.join()).not.toContain("poison");
  });

  it("tries a throttled batch again while its messages are hidden", async () => {
    let refusals = 3;
    const { clock, send, events, queue } = mapped(() => {
      if (refusals-- > 0) throw new ServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
      return null;
    });
    send("a");
    await clock.advanceBy(1_000);
    expect(events).toHaveLength(4);
    expect(queue.counts().inFlight).toBe(0);
  });

  it("invokes no more at a time than it may", async () => {
    let now = 0;
    let most = 0;
    const { clock, send } = mapped(
      async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return null;
      },
      { scaling_config: [{ maximum_concurrency: 2 }], batch_size: 1 },
    );
    for (let n = 0; n < 50; n += 1) send(String(n));
    await clock.advanceBy(1_000);
    expect(most).toBe(2);
  });

  it("gathers a larger batch for as long as its window", async () => {
    const { clock, send, events } = mapped(
      () => null,
      { batch_size: 25, maximum_batching_window_in_seconds: 5 },
      { concurrency: 1 },
    );
    for (let n = 0; n < 30; n += 1) send(String(n));
    await clock.advanceBy(1);
    expect(events.map((records) => records.length)).toEqual([25]);
    await clock.advanceBy(5_000);
    expect(events.map((records) => records.length)).toEqual([25, 5]);
  });

  it("drops what its filters do not want", async () => {
    const { clock, send, bodies, queue } = mapped(() => null, {
      filter_criteria: [{ filter: [{ pattern: '{"body":{"kind":["a"]}}' }, { pattern: '{"body":["plain"]}' }] }],
      batch_size: 1,
    });
    for (const body of ['{"kind":"a"}', '{"kind":"b"}', "plain", "other"]) send(body);
    await clock.run();
    expect(bodies().flat()).toEqual(['{"kind":"a"}', "plain"]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("that is disabled takes nothing", async () => {
    const { clock, send, events, queue, computed } = mapped(() => null, { enabled: false });
    send("a");
    await clock.run();
    expect(events).toEqual([]);
    expect(queue.counts().visible).toBe(1);
    expect(computed.state).toBe("Disabled");
  });

  it("takes no more once it is stopped", async () => {
    const { clock, send, events, mapping } = mapped(() => null);
    await mapping?.stop();
    send("a");
    await clock.run();
    expect(events).toEqual([]);
  });

  it("passes 5,000 messages on, each once, in a few seconds", async () => {
    const seen = new Set<string>();
    let count = 0;
    const { clock, send, queue } = mapped(
      (records) => {
        for (const { messageId } of records) {
          seen.add(String(messageId));
          count += 1;
        }
        return { batchItemFailures: [] };
      },
      { ...reporting },
    );
    const before = performance.now();
    for (let n = 0; n < 5_000; n += 1) send(`order ${n}`);
    await clock.advanceBy(1_000);
    const tookMs = performance.now() - before;
    expect([seen.size, count]).toEqual([5_000, 5_000]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(tookMs).toBeLessThan(5_000);
  });
});

describe("a function's answer", () => {
  it.each<[string, Json, readonly string[]]>([
    ["nothing", null, []],
    ["an empty object", {}, []],
    ["no failures", { batchItemFailures: [] }, []],
    ["null failures", { batchItemFailures: null }, []],
    ["one failure", { batchItemFailures: [{ itemIdentifier: "2" }] }, ["2"]],
    ["a text", "fine", ["1", "2"]],
    ["failures that are no list", { batchItemFailures: "1" }, ["1", "2"]],
    ["an empty identifier", { batchItemFailures: [{ itemIdentifier: "" }] }, ["1", "2"]],
    ["a null identifier", { batchItemFailures: [{ itemIdentifier: null }] }, ["1", "2"]],
    ["a key with another name", { batchItemFailures: [{ itemIdentifer: "1" }] }, ["1", "2"]],
    [
      "an unknown identifier among others",
      { batchItemFailures: [{ itemIdentifier: "1" }, { itemIdentifier: "3" }] },
      ["1", "2"],
    ],
  ])("of %s", (_what, answer, failed) => {
    expect([...failedMessages(answer, ["1", "2"])]).toEqual(failed);
  });
});

it("splits a batch that is too large for one event", () => {
  const record = (n: number) => ({ body: "x".repeat(n) });
  expect(splitBySize([record(40), record(40), record(40), record(400)], 150).map((one) => one.length)).toEqual([
    2, 1, 1,
  ]);
  expect(splitBySize([], 150)).toEqual([]);
});

describe("a mapping is refused", () => {
  it.each<[string, JsonObject, Parameters<typeof mapped>[2], string]>([
    [
      "without permission",
      {},
      { denied: "sqs:DeleteMessage" },
      "The provided execution role does not have permissions to call DeleteMessage on SQS. Allow sqs:DeleteMessage on",
    ],
    [
      "with a short visibility timeout",
      {},
      { timeoutSeconds: 31 },
      "Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds",
    ],
    ["without a queue", { event_source_arn: arn("none") }, {}, "there is no such queue"],
    ["without a function", { function_name: "none" }, {}, "there is no such function"],
    ["with a large batch and no window", { batch_size: 11 }, {}, "'maximum_batching_window_in_seconds' of at least 1"],
    ["with a concurrency of 1", { scaling_config: { maximum_concurrency: 1 } }, {}, "a whole number from 2 to 1000"],
    ["with another response type", { function_response_types: ["X"] }, {}, "there is only ReportBatchItemFailures"],
    ["with a wrong filter", { filter_criteria: { filter: { pattern: "{" } } }, {}, "The event pattern is not"],
  ])("%s", (_what, attributes, options, message) => {
    expect(() => mapped(() => null, attributes, options)).toThrow(message);
  });
});
