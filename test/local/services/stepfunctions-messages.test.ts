import { createHash } from "node:crypto";
import { DescribeExecutionCommand, SendTaskSuccessCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SQS } from "@aws-sdk/client-sqs";
import { expect, it } from "vitest";
import type { JsonObject } from "../../../asl/spec/index.js";
import { machineArn, type RunningStates, run, startStates, task } from "./stepfunctions-runtime.js";

const queue = (name: string): JsonObject => ({ name });

/** Lets a service put messages into the stack's queues. */
const letIn = (service: string): JsonObject => ({
  queue_url: "${aws_sqs_queue.inbox.url}",
  policy: JSON.stringify({
    Statement: [
      {
        ...{ Effect: "Allow", Principal: { Service: service }, Action: "sqs:SendMessage" },
        Resource: "${aws_sqs_queue.inbox.arn}",
      },
    ],
  }),
});

const queueUrl = "${aws_sqs_queue.inbox.url}";
const inbox = { aws_sqs_queue: { inbox: queue("inbox") } };

/** Takes the next message out of the queue `inbox`. */
async function nextMessage({ endpoint }: RunningStates): Promise<string> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new SQS({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
  try {
    const QueueUrl = `${endpoint}/000000000000/inbox`;
    const { Messages = [] } = await client.receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
    const [message] = Messages;
    if (message === undefined) throw new Error("No message came in ten seconds.");
    await client.deleteMessage({ QueueUrl, ReceiptHandle: message.ReceiptHandle });
    return message.Body ?? "";
  } finally {
    client.destroy();
  }
}

it("sends messages to SQS, and waits for the answer to its token", async () => {
  const states = await startStates({
    machines: {
      send: task("sqs:sendMessage", { QueueUrl: queueUrl, MessageBody: { "n.$": "$.n" } }),
      ask: task("sqs:sendMessage.waitForTaskToken", {
        QueueUrl: queueUrl,
        MessageBody: { "token.$": "$$.Task.Token" },
      }),
      generic: task("aws-sdk:sqs:sendMessage", { QueueUrl: queueUrl, MessageBody: "as it is" }),
      nowhere: task("sqs:sendMessage", { QueueUrl: `${queueUrl}x`, MessageBody: "x" }),
    },
    resources: inbox,
  });
  const sent = await run(states, "send", { n: 7 });
  expect(sent.output).toMatchObject({
    ...{ MessageId: expect.any(String), MD5OfMessageBody: createHash("md5").update('{"n":7}').digest("hex") },
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
  expect(await nextMessage(states)).toBe('{"n":7}');

  await states.client.send(new StartExecutionCommand({ stateMachineArn: machineArn("ask"), name: "asking" }));
  const { token } = JSON.parse(await nextMessage(states));
  await states.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '"yes"' }));
  await states.allEnded();
  const executionArn = machineArn("ask:asking").replace("stateMachine", "execution");
  expect(await states.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ output: '"yes"' });
  expect(states.lines.join("\n")).not.toContain(token);

  expect((await run(states, "generic")).output).not.toHaveProperty("SdkHttpMetadata");
  expect(await nextMessage(states)).toBe("as it is");
  expect(await run(states, "nowhere")).toMatchObject({
    error: "SQS.QueueDoesNotExistException",
    cause: expect.stringContaining("(Service: AmazonSQS; Status Code: 400; Error Code: AWS.SimpleQueueService.NonExis"),
  });
});

it("publishes to SNS", async () => {
  const topicArn = "${aws_sns_topic.news.arn}";
  const states = await startStates({
    machines: {
      publish: task("sns:publish", { TopicArn: topicArn, Message: { "n.$": "$.n" }, Subject: "News" }),
      nowhere: task("sns:publish", { TopicArn: `${topicArn}x`, Message: "x" }),
    },
    resources: {
      ...inbox,
      aws_sns_topic: { news: { name: "news" } },
      aws_sns_topic_subscription: {
        inbox: { topic_arn: topicArn, protocol: "sqs", endpoint: "${aws_sqs_queue.inbox.arn}" },
      },
      aws_sqs_queue_policy: { inbox: letIn("sns.amazonaws.com") },
    },
  });
  expect((await run(states, "publish", { n: 7 })).output).toMatchObject({
    MessageId: expect.any(String),
    SdkResponseMetadata: { RequestId: expect.any(String) },
  });
  expect(JSON.parse(await nextMessage(states))).toMatchObject({ Message: '{"n":7}', Subject: "News" });
  expect(await run(states, "nowhere")).toMatchObject({
    error: "SNS.NotFoundException",
    cause: expect.stringContaining("(Service: AmazonSNS; Status Code: 404; Error Code: NotFound; "),
  });
});

it("puts events on EventBridge's bus, where the status changes of executions are, too", async () => {
  const rule = (pattern: JsonObject): JsonObject => ({ name: "caught", event_pattern: JSON.stringify(pattern) });
  const detail = { "n.$": "$.n" };
  const states = await startStates({
    machines: {
      put: task("events:putEvents", { Entries: [{ Source: "shop", DetailType: "Sold", Detail: detail }] }),
      half: task("events:putEvents", { Entries: [{ DetailType: "Sold", Detail: detail }] }),
    },
    resources: {
      ...inbox,
      aws_cloudwatch_event_rule: {
        sold: rule({ source: ["shop"] }),
        failed: {
          ...rule({ source: ["aws.states"], detail: { status: ["FAILED"] } }),
          name: "failed",
        },
      },
      aws_cloudwatch_event_target: {
        sold: { rule: "${aws_cloudwatch_event_rule.sold.name}", arn: "${aws_sqs_queue.inbox.arn}" },
        failed: { rule: "${aws_cloudwatch_event_rule.failed.name}", arn: "${aws_sqs_queue.inbox.arn}" },
      },
      aws_sqs_queue_policy: { inbox: letIn("events.amazonaws.com") },
    },
  });
  expect((await run(states, "put", { n: 7 })).output).toEqual({
    Entries: [{ EventId: expect.any(String) }],
    FailedEntryCount: 0,
  });
  expect(JSON.parse(await nextMessage(states))).toMatchObject({
    ...{ source: "shop", "detail-type": "Sold", detail: { n: 7 } },
  });
  const failed = await run(states, "half", { n: 7 });
  expect(failed.error).toBe("EventBridge.FailedEntry");
  expect(JSON.parse(failed.cause ?? "")).toMatchObject({ FailedEntryCount: 1 });
  expect(JSON.parse(await nextMessage(states))).toMatchObject({
    "detail-type": "Step Functions Execution Status Change",
    resources: [failed.executionArn],
    detail: { status: "FAILED", error: "EventBridge.FailedEntry", input: '{"n":7}' },
  });
});

it("publishes to AWS IoT's topics", async () => {
  const states = await startStates({
    machines: {
      publish: task("aws-sdk:iotdataplane:publish", { Topic: "robots/r1/order", Payload: { "smoothie.$": "$.n" } }),
    },
    resources: {
      ...inbox,
      aws_iot_topic_rule: {
        orders: {
          ...{ name: "orders", enabled: true, sql_version: "2016-03-23" },
          sql: "SELECT smoothie, topic(2) AS robot FROM 'robots/+/order'",
          sqs: [{ queue_url: queueUrl, role_arn: "${aws_iam_role.machine.arn}", use_base64: false }],
        },
      },
    },
  });
  expect((await run(states, "publish", { n: "berry" })).output).toEqual({});
  expect(JSON.parse(await nextMessage(states))).toEqual({ smoothie: "berry", robot: "r1" });
});
