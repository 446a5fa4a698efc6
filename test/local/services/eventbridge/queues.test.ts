import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Json } from "../../../../asl/spec/index.js";
import { createLog } from "../../../../local/log.js";
import { startRuntime } from "../../../../local/runtime.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { writeStack } from "../../support/write-stack.js";

const arnOf = (queue: string) => `\${aws_sqs_queue.${queue}.arn}`;

/** Lets the rule send to a queue, and nobody else. */
const policy = (queue: string) => ({
  queue_url: `\${aws_sqs_queue.${queue}.url}`,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" },
        ...{
          Resource: arnOf(queue),
          Condition: { ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.all.arn}" } },
        },
      },
    ],
  }),
});

const target = (queue: string, more: Json = {}) => ({
  ...{ rule: "${aws_cloudwatch_event_rule.all.name}", arn: arnOf(queue), target_id: queue },
  ...(typeof more === "object" && more !== null && !Array.isArray(more) ? more : {}),
});

const stack: Readonly<Record<string, Json>> = {
  provider: { aws: [{ region: "eu-west-1" }] },
  resource: {
    aws_sqs_queue: { open: { name: "open" }, closed: { name: "closed" }, dead: { name: "dead" } },
    aws_sqs_queue_policy: { open: policy("open"), dead: policy("dead") },
    aws_sns_topic: { news: { name: "news" } },
    aws_sns_topic_subscription: {
      ops: { topic_arn: "${aws_sns_topic.news.arn}", protocol: "email", endpoint: "ops@example.com" },
    },
    aws_sns_topic_policy: {
      news: {
        arn: "${aws_sns_topic.news.arn}",
        policy: JSON.stringify({
          Statement: [
            {
              ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish" },
              Resource: "${aws_sns_topic.news.arn}",
            },
          ],
        }),
      },
    },
    aws_cloudwatch_event_rule: { all: { name: "all", event_pattern: '{"source": [{"prefix": "shop"}]}' } },
    aws_cloudwatch_event_target: {
      open: target("open", { input_path: "$.detail" }),
      closed: target("closed", { dead_letter_config: { arn: arnOf("dead") } }),
      news: {
        ...{ rule: "${aws_cloudwatch_event_rule.all.name}", arn: "${aws_sns_topic.news.arn}" },
        input_transformer: { input_paths: { id: "$.detail.id" }, input_template: '"Order <id>"' },
      },
    },
  },
};

it("gives events to queues and topics whose policies let its rule in, and the others to the dead-letter queue", async () => {
  const runtime = await startRuntime({
    root: process.cwd(),
    outDir: await writeStack(await temporaryFolder(), stack),
    ...{ port: 0, variables: [], log: createLog(() => {}) },
  });
  onTestFinished(() => runtime.stop());
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const settings = { endpoint, region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const sqs = new SQSClient(settings);
  const receive = async (queue: string, WaitTimeSeconds = 5) => {
    const QueueUrl = `${endpoint}/000000000000/${queue}`;
    const wanted = { QueueUrl, WaitTimeSeconds, MessageAttributeNames: ["All"] };
    return (await sqs.send(new ReceiveMessageCommand(wanted))).Messages ?? [];
  };
  await new EventBridgeClient(settings).send(
    new PutEventsCommand({ Entries: [{ Source: "shop.eu", DetailType: "OrderPlaced", Detail: '{"id":"o1"}' }] }),
  );
  expect((await receive("open")).map(({ Body }) => Body)).toEqual(['{"id":"o1"}']);
  const [dead] = await receive("dead");
  expect(JSON.parse(dead?.Body ?? "")).toMatchObject({ source: "shop.eu", detail: { id: "o1" } });
  const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:000000000000:${name}`;
  expect(dead?.MessageAttributes).toMatchObject({
    RULE_ARN: { StringValue: arn("events", "rule/all") },
    TARGET_ARN: { StringValue: arn("sqs", "closed") },
    ERROR_CODE: { StringValue: "NO_PERMISSIONS" },
  });
  expect(await receive("closed", 0)).toEqual([]);
  await vi.waitFor(
    () => expect(runtime.messages.list()).toMatchObject([{ to: "ops@example.com", body: '"Order o1"' }]),
    10_000,
  );
});
