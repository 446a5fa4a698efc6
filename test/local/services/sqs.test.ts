import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type VirtualClock, virtualClock } from "../../../asl/interpreter/index.js";
import { createSqsService } from "../../../local/services/sqs/index.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { serveService, testContext, testResource } from "./harness.js";

const start = Date.parse("2026-01-01T00:00:00Z");
const clock: VirtualClock = virtualClock({ start });
let endpoint = "http://127.0.0.1:1";
const service = createSqsService(testContext({ clock, endpoint: () => endpoint }));
const arn = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;
const QueueUrl = "http://127.0.0.1:3000/000000000000/orders";
const DeadUrl = "http://127.0.0.1:3000/000000000000/dead";

let client: SQSClient;
let stop: () => Promise<void>;
beforeAll(async () => {
  const server = await serveService(service);
  ({ endpoint } = server.client);
  stop = server.stop;
  // Queue URLs of another host prove that only their path counts.
  client = new SQSClient({ ...server.client, useQueueUrlAsEndpoint: false });
  const create = (name: string, attributes = {}) =>
    service.create(testResource("aws_sqs_queue", name, { name, ...attributes }));
  create("dead");
  expect(
    create("orders", { redrive_policy: JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 2 }) }),
  ).toEqual({
    id: `${endpoint}/000000000000/orders`,
    url: `${endpoint}/000000000000/orders`,
    arn: arn("orders"),
    name: "orders",
  });
  create("slow", { delay_seconds: 5, visibility_timeout_seconds: 60, max_message_size: 1024 });
});
beforeEach(async () => {
  for (const url of [QueueUrl, DeadUrl]) await client.send(new PurgeQueueCommand({ QueueUrl: url }));
});
afterAll(async () => {
  client.destroy();
  await stop();
});

const send = async (MessageBody: string) => await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (input: Partial<ReceiveMessageCommandInput> = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...input }))).Messages ?? [];
const counts = async (url = QueueUrl) => {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
  return [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible].map(Number);
};

describe("a message", () => {
  it("is received as it was sent, with digests that the SDK checks, and is gone once deleted", async () => {
    const { MessageId } = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "Mango “<&>” 😀",
        MessageAttributes: {
          size: { DataType: "Number.int", StringValue: "3" },
          "order.kind": { DataType: "String", StringValue: "très grand" },
          picture: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 7]) },
        },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5" } },
      }),
    );
    const [message, ...others] = await receive({
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["order.*", "picture"],
    });
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      MessageId,
      Body: "Mango “<&>” 😀",
      Attributes: {
        SenderId: "000000000000",
        SentTimestamp: String(start),
        ApproximateReceiveCount: "1",
        ApproximateFirstReceiveTimestamp: String(start),
        AWSTraceHeader: "Root=1-5",
      },
    });
    expect(message?.MessageAttributes).toEqual({
      "order.kind": { DataType: "String", StringValue: "très grand" },
      picture: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 7]) },
    });
    expect(await counts()).toEqual([0, 1]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    expect(await counts()).toEqual([0, 0]);
  });

  it("has the digest of attributes that AWS documents no vector for, but its SDKs compute", async () => {
    // The digest of {attr: String "1"}, computed by hand from the documented steps with Python's hashlib.
    const { MD5OfMessageAttributes } = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "x",
        MessageAttributes: { attr: { DataType: "String", StringValue: "1" } },
      }),
    );
    expect(MD5OfMessageAttributes).toBe("269cc8cb57dd0257494b57584ce113b0");
  });

  it("is hidden once received and comes back after its visibility timeout, with another handle", async () => {
    await send("one");
    const [first] = await receive({ VisibilityTimeout: 10 });
    expect(await receive()).toEqual([]);
    await clock.advanceBy(9_999);
    expect(await receive()).toEqual([]);
    await clock.advanceBy(1);
    const [second] = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: "2" } });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await counts()).toEqual([0, 1]);
  });

  it("comes back when its receiver says so", async () => {
    await send("one");
    const [first] = await receive();
    const change = (VisibilityTimeout: number) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout }),
      );
    await change(100);
    await clock.advanceBy(60_000);
    expect(await receive()).toEqual([]);
    await change(0);
    await expect(change(5)).rejects.toMatchObject({ name: "MessageNotInflight" });
    expect(await receive()).toHaveLength(1);
    await expect(change(5)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("that was received too often goes to the dead-letter queue, and back by a move task", async () => {
    const { MessageId } = await send("poison");
    for (const _ of [1, 2]) {
      expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
    }
    expect(await receive()).toEqual([]);
    expect([await counts(), await counts(DeadUrl)]).toEqual([
      [0, 0],
      [1, 0],
    ]);
    const [dead] = await receive({ QueueUrl: DeadUrl, VisibilityTimeout: 0, MessageSystemAttributeNames: ["All"] });
    expect(dead).toMatchObject({ MessageId, Attributes: { DeadLetterQueueSourceArn: arn("orders") } });

    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead") }));
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn("dead") }));
    expect(Results).toMatchObject([
      { Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 1 },
    ]);
    const [back] = await receive({ MessageSystemAttributeNames: ["All"] });
    expect(back).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
    expect(back?.MessageId).not.toBe(MessageId);
  });

  it("is dropped when its time is over", async () => {
    await send("old");
    await clock.advanceBy(345_600_000);
    expect(await counts()).toEqual([0, 0]);
    expect(await receive()).toEqual([]);
  });

  it("is delayed as the queue or the sender says", async () => {
    const slow = QueueUrl.replace("orders", "slow");
    await client.send(new SendMessageCommand({ QueueUrl: slow, MessageBody: "late" }));
    await client.send(new SendMessageCommand({ QueueUrl: slow, MessageBody: "soon", DelaySeconds: 1 }));
    expect(await receive({ QueueUrl: slow })).toEqual([]);
    await clock.advanceBy(1_000);
    expect(await receive({ QueueUrl: slow })).toMatchObject([{ Body: "soon" }]);
    await clock.advanceBy(4_000);
    expect(await receive({ QueueUrl: slow })).toMatchObject([{ Body: "late" }]);
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: slow, MessageBody: "x".repeat(1025) })),
    ).rejects.toMatchObject({
      message: "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    });
  });
});

describe("batches", () => {
  it("tell of each entry", async () => {
    const Entries = Array.from({ length: 10 }, (_, n) => ({ Id: `m${n}`, MessageBody: n === 3 ? "\u0001" : `${n}` }));
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful).toHaveLength(9);
    expect(Failed).toMatchObject([{ Id: "m3", SenderFault: true, Code: "InvalidMessageContents" }]);
    const received = await receive();
    expect(received.map(({ Body }) => Body).sort()).toEqual(["0", "1", "2", "4", "5", "6", "7", "8", "9"]);
    const handles = received.map(({ ReceiptHandle }, index) => ({ Id: `h${index}`, ReceiptHandle }));
    const [back, ...done] = handles;
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: back ? [{ ...back, VisibilityTimeout: 0 }] : [] }),
    );
    expect(changed.Successful).toEqual([{ Id: "h0" }]);
    const deleted = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [...done, { Id: "no", ReceiptHandle: "nonsense" }] }),
    );
    expect(deleted.Successful).toHaveLength(8);
    expect(deleted.Failed).toMatchObject([{ Id: "no", Code: "ReceiptHandleIsInvalid" }]);
    expect(await counts()).toEqual([1, 0]);
  });

  it.each([
    [[], "EmptyBatchRequest"],
    [Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, MessageBody: "x" })), "TooManyEntriesInBatchRequest"],
    [["a", "a"].map((Id) => ({ Id, MessageBody: "x" })), "BatchEntryIdsNotDistinct"],
    [[{ Id: "a b", MessageBody: "x" }], "InvalidBatchEntryId"],
  ])("are refused as a whole when they are wrong: %#", async (Entries, name) => {
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
  });
});

describe("a long poll", () => {
  it("ends with the first message", async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await send("one");
    await send("two");
    expect(await waiting).toMatchObject([{ Body: "one" }]);
  });

  it("ends with a message that becomes visible again, or empty when its time is over", async () => {
    await send("one");
    await receive({ VisibilityTimeout: 5 });
    const waiting = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await clock.advanceBy(5_000);
    expect(await waiting).toMatchObject([{ Body: "one" }]);
    const empty = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await clock.advanceBy(20_000);
    expect(await empty).toEqual([]);
  });

  it("of a receiver that has gone takes no message along", async () => {
    const controller = new AbortController();
    const gone = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: controller.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort();
    await expect(gone).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await send("one");
    expect(await receive({ AttributeNames: ["All"] })).toMatchObject([
      { Attributes: { ApproximateReceiveCount: "1" } },
    ]);
  });
});

describe("queues", () => {
  it("are found by name and listed", async () => {
    const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: "orders" }));
    expect(url).toBe(`${endpoint}/000000000000/orders`);
    const urls = ["dead", "orders", "slow"].map((name) => `${endpoint}/000000000000/${name}`);
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toEqual(urls);
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: "s" }))).QueueUrls).toEqual([urls[2]]);
    const page = await client.send(new ListQueuesCommand({ MaxResults: 2 }));
    expect(page.QueueUrls).toEqual(urls.slice(0, 2));
    const rest = await client.send(new ListQueuesCommand({ MaxResults: 2, NextToken: page.NextToken }));
    expect([rest.QueueUrls, rest.NextToken]).toEqual([[urls[2]], undefined]);
    const forged = new ListQueuesCommand({ MaxResults: 2, NextToken: "dead" });
    await expect(client.send(forged)).rejects.toThrow("Invalid or expired next token.");
    const sources = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: DeadUrl }));
    expect(sources.queueUrls).toEqual([urls[1]]);
    expect(service.summary?.()).toBe("3 queues");
  });

  it("tell their attributes", async () => {
    const ask = async (...AttributeNames: ("All" | "VisibilityTimeout" | "RedrivePolicy")[]) =>
      (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
    expect(await ask("VisibilityTimeout", "RedrivePolicy")).toEqual({
      VisibilityTimeout: "30",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("dead"), maxReceiveCount: 2 }),
    });
    expect(await ask("All")).toMatchObject({ QueueArn: arn("orders"), MessageRetentionPeriod: "345600" });
    expect(await ask()).toBeUndefined();
    service.create(testResource("aws_sqs_queue", "k", { name: "sealed", kms_master_key_id: "alias/mine" }));
    const input = { QueueUrl: QueueUrl.replace("orders", "sealed"), AttributeNames: ["All" as const] };
    expect((await client.send(new GetQueueAttributesCommand(input))).Attributes).toMatchObject({
      SqsManagedSseEnabled: "false",
      KmsMasterKeyId: "alias/mine",
    });
  });

  it.each<[string, Partial<ReceiveMessageCommandInput>, string, string]>([
    ["an unknown queue", { QueueUrl: `${QueueUrl}-2` }, "QueueDoesNotExist", "The specified queue does not exist."],
    [
      "too many messages",
      { MaxNumberOfMessages: 11 },
      "InvalidParameterValue",
      "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
    ],
    [
      "too long a wait",
      { WaitTimeSeconds: 21 },
      "InvalidParameterValue",
      "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be between 0 and 20, if provided.",
    ],
  ])("refuse %s", async (_what, input, name, message) => {
    await expect(receive(input)).rejects.toMatchObject({ name, message });
  });

  it("refuse messages that AWS refuses", async () => {
    await expect(send("")).rejects.toMatchObject({ message: "The request must contain the parameter MessageBody." });
    await expect(send("\u0000")).rejects.toMatchObject({ name: "InvalidMessageContents" });
    const colour = async (DataType: string, StringValue?: string) =>
      client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: "x",
          MessageAttributes: { colour: { DataType, StringValue } },
        }),
      );
    await expect(colour("Colour", "red")).rejects.toThrow("type of message (user) attribute 'colour' is invalid");
    await expect(colour("Number", "red")).rejects.toThrow("Can't cast the value");
    await expect(colour("String")).rejects.toThrow("must contain a non-empty value of type 'String'");
  });

  it("refuse requests that do not fit the API's model, a batch as a whole", async () => {
    const refused = async (action: string, input: object) => {
      const headers = { "x-amz-target": `AmazonSQS.${action}` };
      const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify({ QueueUrl, ...input }) });
      return [answer.status, await answer.json()];
    };
    const wrong = [400, { __type: "com.amazon.coral.service#SerializationException" }];
    expect(await refused("SendMessage", { MessageBody: "x", MessageAttributes: "colour" })).toEqual(wrong);
    expect(await refused("SendMessage", { MessageBody: "x", MessageAttributes: { colour: "red" } })).toEqual(wrong);
    expect(await refused("SendMessage", { MessageBody: "x", MessageSystemAttributes: [] })).toEqual(wrong);
    const entries = [
      { Id: "a", MessageBody: "x" },
      { Id: "b", MessageBody: 5 },
    ];
    expect(await refused("SendMessageBatch", { Entries: entries })).toEqual(wrong);
    expect(await refused("SendMessageBatch", { Entries: ["x"] })).toEqual(wrong);
    expect(await refused("ReceiveMessage", { AttributeNames: [5] })).toEqual(wrong);
    expect(await refused("ChangeMessageVisibility", { ReceiptHandle: "x" })).toMatchObject([
      400,
      { message: "The request must contain the parameter VisibilityTimeout." },
    ]);
  });

  it.each<[string, Readonly<Record<string, string | number | boolean>>, string]>([
    ["aws_sqs_queue", {}, "'name' is missing"],
    ["aws_sqs_queue", { name: "a b" }, "'name' is 'a b'"],
    ["aws_sqs_queue", { name: "orders" }, "there is a queue of this name already"],
    ["aws_sqs_queue", { name: "a.fifo", fifo_queue: true }, "FIFO queues do not run here"],
    [
      "aws_sqs_queue",
      { name: "a", delay_seconds: 901 },
      "'delay_seconds' is 901, but must be a whole number from 0 to 900",
    ],
    [
      "aws_sqs_queue",
      { name: "a", redrive_policy: '{"deadLetterTargetArn":"x","maxReceiveCount":3}' },
      "no such queue yet",
    ],
    [
      "aws_sqs_queue",
      { name: "a", redrive_policy: '{"deadLetterTargetArn":"x"}' },
      "'maxReceiveCount' between 1 and 1000",
    ],
    ["aws_sqs_queue_policy", { queue_url: "http://h/1/x", policy: "{}" }, "is not an object"],
    ["aws_sqs_queue_redrive_allow_policy", { queue_url: QueueUrl, redrive_allow_policy: "{}" }, "use allowAll"],
  ])("cannot be made from a wrong %s %j", (type, attributes, message) => {
    expect(() => service.create(testResource(type, "x", attributes))).toThrow(message);
  });

  it("take dead letters only of those that they allow", () => {
    service.create(testResource("aws_sqs_queue", "closed", { name: "closed" }));
    service.create(
      testResource("aws_sqs_queue_redrive_allow_policy", "closed", {
        queue_url: "http://h/000000000000/closed",
        redrive_allow_policy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn("friend")] }),
      }),
    );
    const redrive_policy = JSON.stringify({ deadLetterTargetArn: arn("closed"), maxReceiveCount: "5" });
    expect(() => service.create(testResource("aws_sqs_queue", "x", { name: "stranger", redrive_policy }))).toThrow(
      "does not take dead letters of this one",
    );
    service.create(testResource("aws_sqs_queue", "x", { name: "friend", redrive_policy }));
  });
});

describe("a queue's policy", () => {
  const asked = async (service_: string | undefined, sourceArn: string) => {
    const headers = { "x-amz-target": "AmazonSQS.SendMessage" };
    const body = JSON.stringify({ QueueUrl: QueueUrl.replace("orders", "guarded"), MessageBody: "x" });
    const request = new Request("http://127.0.0.1/", { method: "POST", headers, body });
    const caller = { accessKeyId: "x", ...(service_ !== undefined && { service: service_, sourceArn }) };
    const answer = await service.handle?.(request, caller);
    return [answer?.status, answer?.headers.get("x-amzn-query-error") ?? undefined];
  };

  it("lets in the services that it names, for the resources that it names, and keeps out what it denies", async () => {
    service.create(testResource("aws_sqs_queue", "guarded", { name: "guarded" }));
    const topic = "arn:aws:sns:eu-west-1:000000000000:news";
    expect(await asked("sns.amazonaws.com", topic)).toEqual([403, "AccessDenied;Sender"]);
    const statement = (Effect: string, Principal: unknown, condition?: object) => ({
      ...{ Effect, Principal, Action: "sqs:SendMessage", Resource: arn("guarded") },
      ...(condition && { Condition: condition }),
    });
    const put = (...Statement: unknown[]) =>
      service.create(
        testResource("aws_sqs_queue_policy", "p", {
          queue_url: "http://h/000000000000/guarded",
          policy: JSON.stringify({ Version: "2012-10-17", Statement }),
        }),
      );
    const allow = statement("Allow", { Service: "sns.amazonaws.com" }, { ArnEquals: { "aws:SourceArn": topic } });
    put(allow);
    expect(await asked("sns.amazonaws.com", topic)).toEqual([200, undefined]);
    expect(await asked("sns.amazonaws.com", `${topic}-2`)).toEqual([403, "AccessDenied;Sender"]);
    expect(await asked("events.amazonaws.com", topic)).toEqual([403, "AccessDenied;Sender"]);
    expect(await asked(undefined, topic)).toEqual([200, undefined]);
    put(allow, statement("Deny", "*"));
    expect(await asked("sns.amazonaws.com", topic)).toEqual([403, "AccessDenied;Sender"]);
    expect(await asked(undefined, topic)).toEqual([403, "AccessDenied;Sender"]);
  });
});

describe.runIf(requires("aws"))("the AWS CLI", () => {
  it("sends, receives and deletes by the queue's URL", async () => {
    const url = `${endpoint}/000000000000/orders`;
    const sent = await awsCli(endpoint, "sqs", "send-message", "--queue-url", url, "--message-body", "From the shell");
    expect(sent.json.MessageId).toMatch(/^[0-9a-f-]{36}$/);
    const received = await awsCli(endpoint, "sqs", "receive-message", "--queue-url", url);
    expect(received.json).toMatchObject({ Messages: [{ Body: "From the shell" }] });
    const unknown = await awsCli(endpoint, "sqs", "get-queue-url", "--queue-name", "nothing");
    expect(unknown.stderr).toContain(
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
    );
  });
});

it("stops with a receiver waiting", async () => {
  const other = createSqsService(testContext({ endpoint: () => endpoint }));
  other.create(testResource("aws_sqs_queue", "q", { name: "q" }));
  const server = await serveService(other);
  const sdk = new SQSClient({ ...server.client, useQueueUrlAsEndpoint: false });
  const waiting = sdk.send(new ReceiveMessageCommand({ QueueUrl: "http://h/000000000000/q", WaitTimeSeconds: 20 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = performance.now();
  await other.stop();
  expect((await waiting).Messages ?? []).toEqual([]);
  expect(performance.now() - before).toBeLessThan(5_000);
  sdk.destroy();
  await server.stop();
});
