import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { type Message, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Runtime, startRuntime } from "../../../local/runtime.js";
import { writeStack, zipOf } from "../support/write-stack.js";

const source = `
export const handler = async (event) => {
  if (!event.Records) throw new Error("refused");
  const failed = event.Records.filter(({ body }) => body.includes("bad"));
  console.log("did " + (event.Records.length - failed.length));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const queue = (name: string) => `\${aws_sqs_queue.${name}.arn}`;
const statement = (Action: readonly string[], Resource: string) => ({ Effect: "Allow", Action, Resource });

const stack = {
  provider: { aws: [{ region: "eu-west-1" }] },
  output: {
    work: { value: "${aws_sqs_queue.work.url}" },
    dead: { value: "${aws_sqs_queue.dead.url}" },
    failures: { value: "${aws_sqs_queue.failures.url}" },
  },
  resource: {
    aws_iam_role: { worker: { name: "worker", assume_role_policy: "{}" } },
    aws_iam_role_policy: {
      worker: {
        role: "${aws_iam_role.worker.name}",
        policy: JSON.stringify({
          Statement: [
            statement(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue("work")),
            statement(["sqs:SendMessage"], queue("failures")),
          ],
        }),
      },
    },
    aws_lambda_function: {
      worker: {
        ...{ function_name: "worker", role: "${aws_iam_role.worker.arn}", runtime: "nodejs22.x", timeout: 1 },
        ...{ handler: "index.handler", filename: "code.zip" },
      },
    },
    aws_lambda_event_source_mapping: {
      work: {
        ...{
          event_source_arn: queue("work"),
          function_name: "${aws_lambda_function.worker.function_name}",
          batch_size: 10,
        },
        ...{ function_response_types: ["ReportBatchItemFailures"], scaling_config: { maximum_concurrency: 2 } },
        depends_on: ["aws_iam_role_policy.worker"],
      },
    },
    aws_lambda_function_event_invoke_config: {
      worker: {
        ...{ function_name: "${aws_lambda_function.worker.function_name}", maximum_retry_attempts: 0 },
        destination_config: { on_failure: { destination: queue("failures") } },
        depends_on: ["aws_iam_role_policy.worker"],
      },
    },
    aws_sns_topic: { news: { name: "news" } },
    aws_sns_topic_subscription: {
      work: { topic_arn: "${aws_sns_topic.news.arn}", protocol: "sqs", endpoint: queue("work") },
    },
    aws_sqs_queue: {
      dead: { name: "dead" },
      failures: { name: "failures", sqs_managed_sse_enabled: true },
      work: {
        ...{ name: "work", visibility_timeout_seconds: 1 },
        redrive_policy: JSON.stringify({ deadLetterTargetArn: queue("dead"), maxReceiveCount: 2 }),
      },
    },
    aws_sqs_queue_policy: {
      work: {
        queue_url: "${aws_sqs_queue.work.url}",
        policy: JSON.stringify({
          Statement: {
            ...statement(["sqs:SendMessage"], queue("work")),
            Principal: { Service: "sns.amazonaws.com" },
            Condition: { ArnEquals: { "aws:SourceArn": "${aws_sns_topic.news.arn}" } },
          },
        }),
      },
    },
  },
};

let folder: string;
let runtime: Runtime;
let sqs: SQSClient;
let sns: SNSClient;
let lambda: LambdaClient;
const lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stepwright-test-"));
  await writeStack(folder, stack, { "code.zip": zipOf(source) });
  const log = (_level: string, from: string, text: string) => void lines.push(`${from}: ${text}`);
  runtime = await startRuntime({ root: process.cwd(), outDir: folder, port: 0, variables: [], log });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint: `http://127.0.0.1:${runtime.port}`, region: "eu-west-1", credentials, maxAttempts: 1 };
  [sqs, sns, lambda] = [new SQSClient(settings), new SNSClient(settings), new LambdaClient(settings)];
});
afterAll(async () => {
  for (const client of [sqs, sns, lambda]) client.destroy();
  await runtime.stop();
  await rm(folder, { recursive: true, force: true });
});

const url = (name: string) => String(runtime.outputs.demo?.[name]);
const receive = async (name: string): Promise<readonly Message[]> =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url(name), WaitTimeSeconds: 10 }))).Messages ?? [];
const done = () => lines.map((line) => Number(/^worker: did (\d+)/u.exec(line)?.[1] ?? 0)).reduce((a, b) => a + b, 0);

test("messages of a queue and a topic reach the function; what it cannot do ends in the dead-letter queue", async () => {
  const Entries = Array.from({ length: 10 }, (_, n) => ({ Id: `m${n}`, MessageBody: n === 5 ? "bad" : `good ${n}` }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: url("work"), Entries }));
  await sns.send(new PublishCommand({ TopicArn: "arn:aws:sns:eu-west-1:000000000000:news", Message: "good, too" }));
  await expect.poll(done, { timeout: 10_000 }).toBe(10);
  // Moved when it would be received a third time, after two visibility timeouts of a second.
  expect(await receive("dead")).toMatchObject([{ Body: "bad" }]);
  expect(done()).toBe(10);
  expect(lines.join("\n")).not.toMatch(/\bbad\b|good/u);
});

test("an asynchronous event that fails leaves a record in its destination", async () => {
  const Payload = JSON.stringify({ order: 7 });
  const { StatusCode } = await lambda.send(
    new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload }),
  );
  expect(StatusCode).toBe(202);
  const [record] = await receive("failures");
  expect(JSON.parse(record?.Body ?? "")).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 1 },
    requestPayload: { order: 7 },
    responseContext: { functionError: "Unhandled" },
    responsePayload: { errorType: "Error", errorMessage: "refused" },
  });
});
