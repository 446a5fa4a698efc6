import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  type SendEmailCommandInput,
} from "@aws-sdk/client-ses";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LogFields } from "../../../local/log.js";
import { createInbox } from "../../../local/messages.js";
import type { Inbox, LocalContext } from "../../../local/service.js";
import { createSesService } from "../../../local/services/ses.js";
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
const service = createSesService(context);
service.create(testResource("aws_sesv2_email_identity", "sender", { email_identity: "sender@example.com" }));
service.create(testResource("aws_sesv2_email_identity", "domain", { email_identity: "example.org" }));

let client: SESClient;
let endpoint: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  const server = await serveService(service);
  client = new SESClient(server.client);
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

const mail: SendEmailCommandInput = {
  Source: "sender@example.com",
  Destination: { ToAddresses: ["ann@example.net"] },
  Message: { Subject: { Data: "Feed the cat" }, Body: { Text: { Data: 'At 9.\nNot <later> & "soon" – ok 😀' } } },
};

async function refusal(input: Partial<SendEmailCommandInput>): Promise<string> {
  const error: unknown = await client.send(new SendEmailCommand({ ...mail, ...input })).catch((reason) => reason);
  if (!(error instanceof Error)) throw new Error("SES accepted the e-mail.");
  return `${error.name}: ${error.message}`;
}

describe("SendEmail", () => {
  it("puts the message into the inbox exactly as sent", async () => {
    const before = Date.now();
    const { MessageId, $metadata } = await client.send(new SendEmailCommand(mail));
    expect(MessageId).toMatch(/^0102[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-000000$/);
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const [message] = inbox.list();
    expect(message).toMatchObject({
      kind: "email",
      to: "ann@example.net",
      from: "sender@example.com",
      subject: "Feed the cat",
      body: 'At 9.\nNot <later> & "soon" – ok 😀',
    });
    expect(Date.parse(message?.at ?? "")).toBeGreaterThanOrEqual(before);
  });

  it("takes HTML, copies, display names, labels and addresses of a verified domain", async () => {
    await client.send(
      new SendEmailCommand({
        Source: "Reminders <sender+news@example.com>",
        Destination: {
          ToAddresses: ["Ann <ann@example.net>"],
          CcAddresses: ["b@example.net"],
          BccAddresses: ["c@example.net"],
        },
        Message: { Subject: { Data: "" }, Body: { Html: { Data: "<p>Hello</p>" } } },
        ReplyToAddresses: ["help@example.org"],
      }),
    );
    await client.send(new SendEmailCommand({ ...mail, Source: "any@Mail.Example.org" }));
    expect(inbox.list()).toMatchObject([
      { to: "ann@example.net, b@example.net, c@example.net", subject: "", body: "<p>Hello</p>" },
      { from: "any@Mail.Example.org" },
    ]);
  });

  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    [
      "a sender that is not verified",
      { Source: "stranger@example.com" },
      "MessageRejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: stranger@example.com",
    ],
    [
      "a sender whose local part has another case",
      { Source: "Ann <Sender@example.com>" },
      "MessageRejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: Sender@example.com, Ann <Sender@example.com>",
    ],
    [
      "no sender",
      { Source: undefined },
      "ValidationError: 1 validation error detected: Value null at 'source' failed to satisfy constraint: Member must not be null",
    ],
    [
      "no destination",
      { Destination: undefined },
      "ValidationError: 1 validation error detected: Value null at 'destination' failed to satisfy constraint: Member must not be null",
    ],
    ["no recipient", { Destination: { ToAddresses: [] } }, "InvalidParameterValue: Missing required header 'To'."],
    [
      "no message",
      { Message: undefined },
      "ValidationError: 1 validation error detected: Value null at 'message' failed to satisfy constraint: Member must not be null",
    ],
    [
      "no subject",
      { Message: { Subject: undefined, Body: { Text: { Data: "x" } } } },
      "ValidationError: 1 validation error detected: Value null at 'message.subject' failed to satisfy constraint: Member must not be null",
    ],
    [
      "no subject text",
      { Message: { Subject: { Data: undefined, Charset: "UTF-8" }, Body: { Text: { Data: "x" } } } },
      "ValidationError: 1 validation error detected: Value null at 'message.subject.data' failed to satisfy constraint: Member must not be null",
    ],
    [
      "no body",
      { Message: { Subject: { Data: "x" }, Body: undefined } },
      "ValidationError: 1 validation error detected: Value null at 'message.body' failed to satisfy constraint: Member must not be null",
    ],
    [
      "a recipient without domain",
      { Destination: { ToAddresses: ["ann"] } },
      "InvalidParameterValue: Missing final '@domain'",
    ],
    [
      "a recipient with an empty domain",
      { Destination: { ToAddresses: ["ann@"] } },
      "InvalidParameterValue: Missing domain",
    ],
    [
      "white space before the @",
      { Destination: { CcAddresses: ["a nn@example.net"] } },
      "InvalidParameterValue: Local address contains control or whitespace",
    ],
    [
      "a line break in the domain",
      { Destination: { BccAddresses: ["ann@example\r\n.net"] } },
      "InvalidParameterValue: Domain contains control or whitespace",
    ],
    ["a malformed reply address", { ReplyToAddresses: ["help"] }, "InvalidParameterValue: Missing final '@domain'"],
    [
      "51 recipients",
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, index) => `a${index}@example.net`) } },
      "InvalidParameterValue: Recipient count exceeds 50.",
    ],
    [
      "a configuration set",
      { ConfigurationSetName: "mine" },
      "ConfigurationSetDoesNotExistException: Configuration set <mine> does not exist.",
    ],
    [
      "more than 10 MiB",
      { Message: { Subject: { Data: "x" }, Body: { Text: { Data: "x".repeat(10_485_760) } } } },
      "InvalidParameterValue: Message length is more than 10485760 bytes long: '10485761'.",
    ],
  ])("refuses %s", async (_what, input, message) => {
    expect(await refusal(input)).toBe(message);
    expect(inbox.list()).toEqual([]);
  });

  it("takes 50 recipients", async () => {
    const ToAddresses = Array.from({ length: 50 }, (_, index) => `a${index}@example.net`);
    await client.send(new SendEmailCommand({ ...mail, Destination: { ToAddresses } }));
    expect(inbox.list()[0]?.to.split(", ")).toEqual(ToAddresses);
  });

  it("logs neither address nor text", () => {
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toMatch(/@|cat|Hello/);
  });
});

describe("the identities", () => {
  it("are listed, by kind as well", async () => {
    const all = await client.send(new ListIdentitiesCommand({}));
    expect(all.Identities).toEqual(["sender@example.com", "example.org"]);
    const domains = await client.send(new ListIdentitiesCommand({ IdentityType: "Domain" }));
    expect(domains.Identities).toEqual(["example.org"]);
    const addresses = await client.send(new ListIdentitiesCommand({ IdentityType: "EmailAddress" }));
    expect(addresses.Identities).toEqual(["sender@example.com"]);
  });

  it("count as verified; others are left out", async () => {
    const answer = await client.send(
      new GetIdentityVerificationAttributesCommand({ Identities: ["sender@example.com", "other@example.com"] }),
    );
    expect(answer.VerificationAttributes).toEqual({ "sender@example.com": { VerificationStatus: "Success" } });
  });

  it("have the attributes that Terraform computes", () => {
    const fresh = createSesService(context);
    const arn = "arn:aws:ses:eu-west-1:000000000000:identity/a@example.com";
    expect(fresh.create(testResource("aws_ses_email_identity", "a", { email: "a@example.com" }))).toEqual({
      id: "a@example.com",
      arn,
    });
    expect(fresh.create(testResource("aws_sesv2_email_identity", "a", { email_identity: "a@example.com" }))).toEqual({
      id: "a@example.com",
      arn,
      identity_type: "EMAIL_ADDRESS",
      verified_for_sending_status: true,
    });
    expect(
      fresh.create(testResource("aws_sesv2_email_identity", "b", { email_identity: "example.com" })),
    ).toMatchObject({
      arn: "arn:aws:ses:eu-west-1:000000000000:identity/example.com",
      identity_type: "DOMAIN",
    });
    expect(fresh.summary?.()).toBe("2 identities");
  });

  it.each([
    ["aws_ses_email_identity", {}, "'email' is missing"],
    ["aws_ses_email_identity", { email: 5 }, "'email' is 5"],
    ["aws_ses_email_identity", { email: "a b@example.com" }, "'email' is not an e-mail address"],
  ])("refuse to be created from a wrong %s %j", (type, attributes, message) => {
    expect(() => createSesService(context).create(testResource(type, "a", attributes))).toThrow(message);
  });
});

describe("the protocol", () => {
  it("answers an action that it does not have with InvalidAction", async () => {
    await expect(client.send(new GetSendQuotaCommand({}))).rejects.toMatchObject({
      name: "InvalidAction",
      message: expect.stringMatching(/^Could not find operation GetSendQuota for version 2010-12-01\. .*SendEmail/u),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("tells a client of version 2 so, in the protocol that this one speaks", async () => {
    const answer = await fetch(`${endpoint}/v2/email/outbound-emails`, { method: "POST", body: "{}" });
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([404, "UnknownOperationException"]);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("Use version 1") });
  });

  it("answers a request without action with MissingAction", async () => {
    const answer = await fetch(endpoint, { method: "POST", body: new URLSearchParams({ Version: "2010-12-01" }) });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("text/xml");
    expect(await answer.text()).toContain("<Code>MissingAction</Code>");
  });

  it("does not take the name of an object's own method for an action", async () => {
    const answer = await fetch(`${endpoint}?Action=toString`);
    expect(await answer.text()).toContain("Could not find operation toString");
  });

  it("escapes what it repeats from the request", async () => {
    const answer = await fetch(`${endpoint}?Action=${encodeURIComponent("<a>&\u0001")}`);
    expect(await answer.text()).toContain("Could not find operation &lt;a&gt;&amp;\u{FFFD} for");
  });

  it("names a wrong identity type", async () => {
    const answer = await fetch(`${endpoint}?Action=ListIdentities&IdentityType=Cat`);
    expect(await answer.text()).toContain("Value 'Cat' at 'identityType'");
  });
});

describe.runIf(requires("aws"))("the AWS CLI", () => {
  it("sends an e-mail", async () => {
    const { code, json } = await awsCli(
      endpoint,
      ...["ses", "send-email", "--from", "sender@example.com", "--to", "ann@example.net"],
      ...["--subject", "From the shell", "--text", "Hello, $USER"],
    );
    expect(code).toBe(0);
    expect(json.MessageId).toMatch(/-000000$/);
    expect(inbox.list()).toMatchObject([{ subject: "From the shell", body: "Hello, $USER" }]);
  });

  it("shows a refusal", async () => {
    const { code, stderr } = await awsCli(
      endpoint,
      ...["ses", "send-email", "--from", "x@example.com", "--to", "ann@example.net", "--subject", "s", "--text", "t"],
    );
    expect(code).not.toBe(0);
    expect(stderr).toContain("(MessageRejected) when calling the SendEmail operation: Email address is not verified.");
  });
});
