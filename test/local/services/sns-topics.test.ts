import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
} from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { createApiCaller } from "../../../local/call-api.js";
import { createCredentialStore } from "../../../local/credentials.js";
import { createEdge } from "../../../local/edge.js";
import { createHosts } from "../../../local/hosts.js";
import { serveOnLoopback } from "../../../local/server.js";
import { type InvokeOptions, isObject, type LocalContext, type Service, ServiceError } from "../../../local/service.js";
import { enforcePolicies } from "../../../local/services/iam/enforce.js";
import { createIamService } from "../../../local/services/iam/index.js";
import { createSnsService } from "../../../local/services/sns/index.js";
import { createSqsService } from "../../../local/services/sqs/index.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { testContext, testResource } from "./harness.js";

const account = "eu-west-1:000000000000";
const queueArn = (name: string) => `arn:aws:sqs:${account}:${name}`;
const topicArn = `arn:aws:sns:${account}:dispatch`;
const functionArn = `arn:aws:lambda:${account}:function:demo`;
const roleArn = "arn:aws:iam::000000000000:role/sender";

const credentials = createCredentialStore();
const queued: { readonly arn: string; readonly payload: Json; readonly options: InvokeOptions | undefined }[] = [];
const logged: string[] = [];
let endpoint = "";
const context: LocalContext = testContext({
  endpoint: () => endpoint,
  log: (_level, source, text, fields) => logged.push(`${source}: ${text} ${JSON.stringify(fields)}`),
  callApi: createApiCaller({ endpoint: () => endpoint, region: "eu-west-1", credentials }),
  async queueEvent(arn, payload, options) {
    if (arn.endsWith(":none")) throw new ServiceError("ResourceNotFoundException", 404, "Function not found");
    queued.push({ arn, payload, options });
  },
});
const iam = createIamService(context);
const sns = enforcePolicies(createSnsService(context), iam, context);
const sqs = enforcePolicies(createSqsService(context), iam, context);

let snsClient: SNSClient;
let sqsClient: SQSClient;
let roleClient: SNSClient;
let stop: () => Promise<void>;

const create = (service: Service, type: string, attributes: JsonObject) =>
  service.create(testResource(type, "r", attributes));
const subscribe = (protocol: string, to: string, more: JsonObject = {}) =>
  create(sns, "aws_sns_topic_subscription", { topic_arn: topicArn, protocol, endpoint: to, ...more });
const allow = (service: string, action: string, resource: string, sourceArn: string) =>
  JSON.stringify({
    Statement: {
      Effect: "Allow",
      Principal: { Service: service },
      Action: action,
      Resource: resource,
      Condition: { ArnLike: { "aws:SourceArn": sourceArn } },
    },
  });

beforeAll(async () => {
  const fetch = createEdge({
    ...{ services: [sns, sqs], credentials, hosts: createHosts(), log: () => {}, ready: () => true },
    ...{ systems: () => [], hostOf: () => undefined, console: async () => new Response() },
  });
  const server = await serveOnLoopback(0, fetch);
  endpoint = `http://127.0.0.1:${server.port}`;
  stop = server.stop;
  const settings = { endpoint, region: "eu-west-1", maxAttempts: 1 };
  const person = { accessKeyId: "test", secretAccessKey: "test" };
  snsClient = new SNSClient({ ...settings, credentials: person });
  sqsClient = new SQSClient({ ...settings, credentials: person });
  roleClient = new SNSClient({ ...settings, credentials: credentials.forRole(roleArn) });
  create(sns, "aws_sns_topic", { name: "dispatch", display_name: "Dispatch" });
  for (const name of ["plain", "raw", "blue", "large", "closed", "dead"]) {
    create(sqs, "aws_sqs_queue", { name });
    if (name === "closed") continue;
    const policy = allow("sns.amazonaws.com", "sqs:SendMessage", queueArn(name), topicArn);
    create(sqs, "aws_sqs_queue_policy", { queue_url: `${endpoint}/000000000000/${name}`, policy });
  }
  subscribe("sqs", queueArn("plain"));
  subscribe("sqs", queueArn("raw"), { raw_message_delivery: true });
  subscribe("sqs", queueArn("blue"), {
    filter_policy: JSON.stringify({ colour: ["blue", { prefix: "light" }], size: [{ numeric: [">", 3] }] }),
  });
  subscribe("sqs", queueArn("large"), {
    filter_policy: JSON.stringify({ order: { total: [{ numeric: [">=", 100] }] } }),
    filter_policy_scope: "MessageBody",
  });
  subscribe("sqs", queueArn("closed"), {
    filter_policy: JSON.stringify({ only: ["closed"] }),
    redrive_policy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }),
  });
  subscribe("lambda", functionArn);
  subscribe("lambda", `arn:aws:lambda:${account}:function:none`, {
    filter_policy: JSON.stringify({ only: ["none"] }),
    redrive_policy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }),
  });
  subscribe("email-json", "ops@example.com", { filter_policy: JSON.stringify({ only: ["mail"] }) });
});
beforeEach(async () => {
  for (const name of ["plain", "raw", "blue", "large", "dead"]) while ((await received(name)).length > 0);
  queued.length = 0;
  logged.length = 0;
});
afterAll(async () => {
  for (const client of [snsClient, sqsClient, roleClient]) client.destroy();
  await stop();
});

const publish = async (input: Partial<PublishCommandInput>) => {
  const answer = await snsClient.send(new PublishCommand({ TopicArn: topicArn, Message: "hello", ...input }));
  await sns.stop();
  return answer;
};
const received = async (name: string) => {
  const QueueUrl = `${endpoint}/000000000000/${name}`;
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  return (await sqsClient.send(new ReceiveMessageCommand(input))).Messages ?? [];
};
const text = (StringValue: string) => ({ DataType: "String", StringValue });

describe("a topic", () => {
  it("sends to queues in its envelope, or the message alone with its attributes", async () => {
    const { MessageId } = await publish({
      Subject: "News",
      MessageAttributes: { kind: text("a"), bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } },
    });
    const [plain, ...more] = await received("plain");
    expect(more).toEqual([]);
    expect(JSON.parse(plain?.Body ?? "")).toEqual({
      Type: "Notification",
      MessageId,
      TopicArn: topicArn,
      Subject: "News",
      Message: "hello",
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      SignatureVersion: "1",
      Signature: "unsigned",
      SigningCertURL: "",
      UnsubscribeURL: "",
      MessageAttributes: { kind: { Type: "String", Value: "a" }, bytes: { Type: "Binary", Value: "AP8=" } },
    });
    expect(plain?.MessageAttributes).toBeUndefined();
    expect(await received("raw")).toMatchObject([
      {
        Body: "hello",
        MessageAttributes: { kind: text("a"), bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } },
      },
    ]);
  });

  it("hands functions an event, as itself", async () => {
    const { MessageId } = await publish({ MessageAttributes: { kind: text("a") } });
    expect(queued).toEqual([
      {
        arn: functionArn,
        options: { as: { service: "sns.amazonaws.com", sourceArn: topicArn } },
        payload: {
          Records: [
            {
              EventSource: "aws:sns",
              EventVersion: "1.0",
              EventSubscriptionArn: expect.stringContaining(`${topicArn}:`),
              Sns: expect.objectContaining({
                Type: "Notification",
                MessageId,
                TopicArn: topicArn,
                Subject: null,
                Message: "hello",
                MessageAttributes: { kind: { Type: "String", Value: "a" } },
              }),
            },
          ],
        },
      },
    ]);
  });

  it("sends an email-json subscription its envelope", async () => {
    await publish({ MessageAttributes: { only: text("mail") } });
    const mail = context.messages.list().at(-1);
    expect(mail).toMatchObject({ kind: "email", to: "ops@example.com" });
    expect(JSON.parse(mail?.body ?? "")).toMatchObject({ Type: "Notification", Message: "hello" });
  });

  it.each<[string, string, string, boolean]>([
    ["blue", "4", "String", true],
    ["lightgreen", "5", "String", true],
    ["red", "5", "String", false],
    ["blue", "3", "String", false],
    ['["red","blue"]', "4", "String.Array", true],
  ])("filters by attributes: %s of size %s (%s) %s", async (colour, size, DataType, passes) => {
    await publish({
      MessageAttributes: {
        colour: { DataType, StringValue: colour },
        size: { DataType: "Number", StringValue: size },
      },
    });
    expect(await received("blue")).toHaveLength(passes ? 1 : 0);
    expect(await received("plain")).toHaveLength(1);
  });

  it.each<[string, boolean]>([
    ['{"order":{"total":100}}', true],
    ['{"order":{"total":99}}', false],
    ["no JSON", false],
  ])("filters by the body: %s %s", async (Message, passes) => {
    await publish({ Message });
    expect(await received("large")).toHaveLength(passes ? 1 : 0);
  });

  it("puts what is refused into the subscription's dead-letter queue, and says so without the message", async () => {
    await publish({ Message: "for nobody", MessageAttributes: { only: text("closed") } });
    await publish({ Message: "for none", MessageAttributes: { only: text("none") } });
    const dead = await received("dead");
    expect(dead.map(({ Body }) => JSON.parse(Body ?? "").Message).sort()).toEqual(["for nobody", "for none"]);
    expect(dead.map(({ MessageAttributes }) => MessageAttributes?.ErrorCode?.StringValue).sort()).toEqual([
      "AccessDenied",
      "ResourceNotFoundException",
    ]);
    expect(logged.join("\n")).toContain("a message could not be delivered to sqs");
    expect(logged.join("\n")).not.toContain("for no");
  });

  it("takes batches, and tells of each message", async () => {
    const entries = [
      { Id: "one", Message: "first", MessageAttributes: { kind: text("a") } },
      { Id: "two", Message: "" },
      { Id: "three", Message: "third", Subject: "Sub" },
    ];
    const input = { TopicArn: topicArn, PublishBatchRequestEntries: entries };
    const { Successful, Failed } = await snsClient.send(new PublishBatchCommand(input));
    await sns.stop();
    expect(Successful?.map(({ Id }) => Id)).toEqual(["one", "three"]);
    expect(Failed).toMatchObject([{ Id: "two", Code: "InvalidParameter", SenderFault: true }]);
    const bodies = (await received("raw")).map(({ Body, MessageAttributes }) => [
      Body,
      MessageAttributes?.kind?.StringValue,
    ]);
    expect(bodies.sort()).toEqual([
      ["first", "a"],
      ["third", undefined],
    ]);
    const tooMany = Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, Message: "x" }));
    for (const [wrong, name] of [
      [tooMany, "TooManyEntriesInBatchRequestException"],
      [
        [
          { Id: "a", Message: "x" },
          { Id: "a", Message: "y" },
        ],
        "BatchEntryIdsNotDistinctException",
      ],
      [[{ Id: "a b", Message: "x" }], "InvalidBatchEntryIdException"],
      [[], "EmptyBatchRequestException"],
    ] as const) {
      const batch = new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [...wrong] });
      await expect(snsClient.send(batch)).rejects.toMatchObject({ name });
    }
  });

  it("is described", async () => {
    const { Subscriptions } = await snsClient.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(Subscriptions).toHaveLength(8);
    expect(Subscriptions?.[0]).toMatchObject({ Protocol: "sqs", Endpoint: queueArn("plain"), TopicArn: topicArn });
    const { Attributes } = await snsClient.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    expect(Attributes).toMatchObject({ DisplayName: "Dispatch", SubscriptionsConfirmed: "8" });
  });
});

describe("who may publish", () => {
  const asService = (service: string, sourceArn: string) =>
    context.callApi({
      ...{ service: "sns", action: "Publish", input: { TopicArn: topicArn, Message: "hello" } },
      as: { service, sourceArn },
    });
  const rule = `arn:aws:events:${account}:rule/orders`;

  it("a service needs the topic's policy", async () => {
    await expect(asService("events.amazonaws.com", rule)).rejects.toMatchObject({
      code: "AuthorizationErrorException",
      statusCode: 403,
    });
    const policy = allow("events.amazonaws.com", "SNS:Publish", topicArn, `arn:aws:events:${account}:rule/*`);
    create(sns, "aws_sns_topic_policy", { arn: topicArn, policy });
    expect(await asService("events.amazonaws.com", rule)).toEqual({ MessageId: expect.any(String) });
    await expect(asService("cloudwatch.amazonaws.com", rule)).rejects.toThrow("no resource-based policy allows");
  });

  it("a role needs its own policy, for batches the same one", async () => {
    const command = () => new PublishCommand({ TopicArn: topicArn, Message: "x" });
    const batch = { TopicArn: topicArn, PublishBatchRequestEntries: [{ Id: "a", Message: "x" }] };
    await create(iam, "aws_iam_role", { name: "sender" });
    await expect(roleClient.send(command())).rejects.toThrow("no identity-based policy allows the sns:Publish action");
    const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: "sns:Publish", Resource: topicArn } });
    await create(iam, "aws_iam_role_policy", { role: "sender", policy });
    await roleClient.send(command());
    expect((await roleClient.send(new PublishBatchCommand(batch))).Successful).toHaveLength(1);
  });
});

it.each<[string, string, JsonObject, string]>([
  ["sqs", "arn:f", {}, "must be the ARN of a queue"],
  ["lambda", queueArn("plain"), {}, "must be the ARN of a function"],
  ["lambda", functionArn, { raw_message_delivery: true }, "'raw_message_delivery' is for queues"],
  ["sqs", queueArn("plain"), { filter_policy: '{"a":"b"}' }, "'filter_policy' is not understood"],
  [
    "sqs",
    queueArn("plain"),
    { filter_policy: "{}", filter_policy_scope: "Body" },
    "use MessageAttributes or MessageBody",
  ],
  ["sqs", queueArn("plain"), { redrive_policy: "{}" }, "it needs a 'deadLetterTargetArn'"],
])("a wrong subscription is refused: %s %s %j", (protocol, to, more, message) => {
  expect(() => subscribe(protocol, to, more)).toThrow(message);
});

describe.runIf(requires("aws"))("the AWS CLI", () => {
  it("publishes to a topic, and a queue gets it", async () => {
    const { code } = await awsCli(endpoint, "sns", "publish", "--topic-arn", topicArn, "--message", "From the shell");
    expect(code).toBe(0);
    await sns.stop();
    const bodies = (await received("raw")).map(({ Body }) => Body);
    expect(bodies).toEqual(["From the shell"]);
    const list = await awsCli(endpoint, "sns", "list-subscriptions-by-topic", "--topic-arn", topicArn);
    expect(Array.isArray(list.json.Subscriptions) && list.json.Subscriptions.every(isObject)).toBe(true);
  });
});
