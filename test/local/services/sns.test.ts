import {
  CreateTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LogFields } from "../../../local/log.js";
import { createInbox } from "../../../local/messages.js";
import type { Inbox, LocalContext } from "../../../local/service.js";
import { createSnsService } from "../../../local/services/sns/index.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { serveService, testContext, testResource } from "./harness.js";

let inbox: Inbox;
const logged: [string, LogFields | undefined][] = [];
const context: LocalContext = {
  ...testContext(),
  log: (_level, _source, text, fields) => logged.push([text, fields]),
  messages: { add: (message) => inbox.add(message), list: () => inbox.list() },
};
const service = createSnsService(context);
const topicArn = "arn:aws:sns:eu-west-1:000000000000:alarms";
const topic = service.create(testResource("aws_sns_topic", "alarms", { name: "alarms" }));
const subscription = service.create(
  testResource("aws_sns_topic_subscription", "mail", {
    topic_arn: topicArn,
    protocol: "email",
    endpoint: "ops@example.com",
  }),
);
service.create(
  testResource("aws_sns_topic_subscription", "text", { topic_arn: topicArn, protocol: "sms", endpoint: "+15550123" }),
);

let client: SNSClient;
let endpoint: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  const server = await serveService(service);
  client = new SNSClient(server.client);
  endpoint = server.client.endpoint;
  stop = server.stop;
});
beforeEach(() => {
  inbox = createInbox();
});
afterAll(async () => {
  client.destroy();
  await stop();
});

describe("Publish to a phone number", () => {
  it("puts the message into the inbox exactly as sent", async () => {
    const { MessageId } = await client.send(
      new PublishCommand({
        PhoneNumber: "+4915112345678",
        Message: "Feed <the> cat & say “hi” 😀\nnow",
        MessageAttributes: { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } },
      }),
    );
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(inbox.list()).toMatchObject([
      { kind: "sms", to: "+4915112345678", body: "Feed <the> cat & say “hi” 😀\nnow" },
    ]);
    expect(inbox.list()[0]).not.toHaveProperty("subject");
  });

  it("counts bytes, not characters: 1,600 pass and 1,601 do not", async () => {
    await client.send(new PublishCommand({ PhoneNumber: "+15550100", Message: "é".repeat(800) }));
    await expect(
      client.send(new PublishCommand({ PhoneNumber: "+15550100", Message: `${"é".repeat(800)}x` })),
    ).rejects.toMatchObject({ name: "InvalidParameterException", message: "Invalid parameter: Message too long" });
    expect(inbox.list()).toHaveLength(1);
  });
});

describe("Publish to a topic", () => {
  it("sends to every subscription", async () => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: "ALARM", Message: "It failed" }));
    expect(inbox.list()).toMatchObject([
      {
        kind: "email",
        to: "ops@example.com",
        subject: "ALARM",
        body: "It failed",
        from: expect.stringContaining("sns.amazonaws.com"),
      },
      { kind: "sms", to: "+15550123", body: "It failed" },
    ]);
  });

  it("takes TargetArn, and a text for each protocol", async () => {
    const Message = JSON.stringify({ default: "any", sms: "short", lambda: 5 });
    await client.send(new PublishCommand({ TargetArn: topicArn, MessageStructure: "json", Message }));
    expect(inbox.list()).toMatchObject([{ body: "any", subject: "AWS Notification Message" }, { body: "short" }]);
  });
});

describe("refusals", () => {
  const stringAttribute = (DataType: string | undefined, StringValue?: string): Partial<PublishCommandInput> => ({
    MessageAttributes: { colour: { DataType, StringValue } },
  });
  it.each<[string, Partial<PublishCommandInput>, string]>([
    [
      "a number without +",
      { PhoneNumber: "15550100" },
      "InvalidParameterException: Invalid parameter: PhoneNumber Reason: 15550100 is not valid to publish to",
    ],
    [
      "letters",
      { PhoneNumber: "+1555HELLO" },
      "InvalidParameterException: Invalid parameter: PhoneNumber Reason: +1555HELLO is not valid to publish to",
    ],
    [
      "16 digits",
      { PhoneNumber: "+1234567890123456" },
      "InvalidParameterException: Invalid parameter: PhoneNumber Reason: +1234567890123456 is not valid to publish to",
    ],
    [
      "an empty message",
      { PhoneNumber: "+15550100", Message: "" },
      "InvalidParameterException: Invalid parameter: Empty message",
    ],
    [
      "no target",
      {},
      "InvalidParameterException: Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
    ],
    [
      "two targets",
      { PhoneNumber: "+15550100", TopicArn: topicArn },
      "InvalidParameterException: Invalid parameter: Only one of TopicArn, TargetArn and PhoneNumber may be given",
    ],
    ["an unknown topic", { TopicArn: `${topicArn}-2` }, "NotFoundException: Topic does not exist"],
    [
      "something that is no ARN",
      { TopicArn: "alarms" },
      "InvalidParameterException: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
    ],
    ["an empty subject", { TopicArn: topicArn, Subject: "" }, "InvalidParameterException: Invalid parameter: Subject"],
    [
      "a subject of 100 characters",
      { TopicArn: topicArn, Subject: "x".repeat(100) },
      "InvalidParameterException: Invalid parameter: Subject",
    ],
    [
      "a line break in the subject",
      { TopicArn: topicArn, Subject: "a\nBcc: b" },
      "InvalidParameterException: Invalid parameter: Subject",
    ],
    [
      "more than 256 KiB",
      { TopicArn: topicArn, Message: "x".repeat(262_145) },
      "InvalidParameterException: Invalid parameter: Message too long",
    ],
    [
      "a structure that is not JSON",
      { TopicArn: topicArn, MessageStructure: "json" },
      "InvalidParameterException: Invalid parameter: Message Structure - JSON message body failed to parse",
    ],
    [
      "a structure without default",
      { TopicArn: topicArn, MessageStructure: "json", Message: "{}" },
      "InvalidParameterException: Invalid parameter: Message Structure - No default entry in JSON message body",
    ],
    [
      "an attribute without type",
      { TopicArn: topicArn, ...stringAttribute(undefined, "x") },
      "ValidationError: 1 validation error detected: Value null at 'messageAttributes.colour.member.dataType' failed to satisfy constraint: Member must not be null",
    ],
    [
      "an attribute of an unknown type",
      { TopicArn: topicArn, ...stringAttribute("Colour", "x") },
      "InvalidParameterValueException: The message attribute 'colour' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      "a number that is none",
      { TopicArn: topicArn, ...stringAttribute("Number", "many") },
      "InvalidParameterValueException: Could not cast message attribute 'colour' value to number.",
    ],
    [
      "an attribute without value",
      { TopicArn: topicArn, ...stringAttribute("String") },
      "InvalidParameterValueException: The message attribute 'colour' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
  ])("%s", async (_what, input, message) => {
    const error: unknown = await client
      .send(new PublishCommand({ Message: "hello", ...input }))
      .catch((reason) => reason);
    expect(error instanceof Error && `${error.name}: ${error.message}`).toBe(message);
    expect(inbox.list()).toEqual([]);
  });

  it("answers 404 for an unknown topic and 400 for an unknown action", async () => {
    await expect(client.send(new PublishCommand({ Message: "x", TopicArn: `${topicArn}-2` }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new CreateTopicCommand({ Name: "more" }))).rejects.toMatchObject({
      name: "InvalidAction",
      message:
        "Could not find operation CreateTopic for version 2010-03-31. Of this API, only these actions work here: ListTopics, ListSubscriptionsByTopic, GetTopicAttributes, Publish, PublishBatch.",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("the resources", () => {
  it("have the attributes that Terraform computes", async () => {
    expect(topic).toEqual({ id: topicArn, arn: topicArn, name: "alarms", owner: "000000000000" });
    expect(subscription).toMatchObject({
      arn: expect.stringMatching(`^${topicArn}:[0-9a-f-]{36}$`),
      pending_confirmation: false,
    });
    const policy = testResource("aws_sns_topic_policy", "policy", {
      arn: topicArn,
      policy: JSON.stringify({ Statement: [] }),
    });
    expect(service.create(policy)).toEqual({ id: topicArn, owner: "000000000000" });
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }]);
    expect(service.summary?.()).toBe("1 topic");
  });

  it.each([
    ["aws_sns_topic", {}, "'name' is missing"],
    ["aws_sns_topic", { name: "a b" }, "'name' is 'a b'"],
    ["aws_sns_topic_policy", { arn: "arn:x", policy: "{}" }, "'arn' is 'arn:x': there is no such topic"],
    ["aws_sns_topic_policy", { arn: topicArn, policy: "{" }, "The policy is not a JSON object"],
    ["aws_sns_other", {}, "SNS has no 'aws_sns_other' here"],
    [
      "aws_sns_topic_subscription",
      { topic_arn: "arn:x", protocol: "email", endpoint: "a@example.com" },
      "there is no such topic",
    ],
    [
      "aws_sns_topic_subscription",
      { topic_arn: topicArn, protocol: "https", endpoint: "https://example.com" },
      "'protocol' is 'https'",
    ],
  ])("refuse to be created from a wrong %s %j", (type, attributes, message) => {
    expect(() => service.create(testResource(type, "x", attributes))).toThrow(message);
  });
});

it("logs neither number, address nor text", () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(logged)).not.toMatch(/@|\+|cat|failed/);
});

describe.runIf(requires("aws"))("the AWS CLI", () => {
  it("sends a text message", async () => {
    const { code, json } = await awsCli(
      endpoint,
      "sns",
      "publish",
      "--phone-number",
      "+15550100",
      "--message",
      "From the shell",
    );
    expect(code).toBe(0);
    expect(json.MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(inbox.list()).toMatchObject([{ kind: "sms", to: "+15550100", body: "From the shell" }]);
  });

  it("shows a refusal", async () => {
    const { code, stderr } = await awsCli(endpoint, "sns", "publish", "--phone-number", "0815", "--message", "x");
    expect(code).not.toBe(0);
    expect(stderr).toContain(
      "(InvalidParameter) when calling the Publish operation: Invalid parameter: PhoneNumber Reason: 0815",
    );
  });
});
