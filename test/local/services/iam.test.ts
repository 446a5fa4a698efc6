import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import type { Caller, Service } from "../../../local/service.js";
import { createDynamodbService } from "../../../local/services/dynamodb.js";
import { authorize, enforcePolicies } from "../../../local/services/iam/enforce.js";
import { createIamService } from "../../../local/services/iam/index.js";
import { decide, parsePolicy } from "../../../local/services/iam/policy.js";
import { createSesService } from "../../../local/services/ses.js";
import { createSnsService } from "../../../local/services/sns/index.js";
import { createStepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { type ClientSettings, serveService, testContext, testResource } from "./harness.js";

const policy = (...Statement: Json[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: Json, Resource: Json, Condition?: Json): Json => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

describe("decide", () => {
  const table = "arn:aws:dynamodb:eu-west-1:000000000000:table/markers";
  it.each<[string, string, string, string]>([
    ["an exact action on an exact resource", policy(allow("dynamodb:PutItem", table)), "dynamodb:PutItem", "allowed"],
    ["an action in another case", policy(allow("DynamoDB:putitem", table)), "dynamodb:PutItem", "allowed"],
    ["lists", policy(allow(["dynamodb:GetItem", "dynamodb:PutItem"], ["arn:x", table])), "dynamodb:PutItem", "allowed"],
    ["wildcards", policy(allow("dynamodb:Put*", "arn:aws:dynamodb:*:*:table/mark?rs")), "dynamodb:PutItem", "allowed"],
    ["another action", policy(allow("dynamodb:GetItem", table)), "dynamodb:PutItem", "not allowed"],
    ["a part of the action's name", policy(allow("dynamodb:Put", table)), "dynamodb:PutItem", "not allowed"],
    ["another resource", policy(allow("dynamodb:PutItem", `${table}/index/x`)), "dynamodb:PutItem", "not allowed"],
    [
      "a resource in another case",
      policy(allow("dynamodb:PutItem", table.toUpperCase())),
      "dynamodb:PutItem",
      "not allowed",
    ],
    ["a dot that is no wildcard", policy(allow("dynamodb.PutItem", table)), "dynamodb:PutItem", "not allowed"],
    [
      "a Deny beside an Allow",
      policy(allow("*", "*"), { Effect: "Deny", Action: "dynamodb:*", Resource: table }),
      "dynamodb:PutItem",
      "denied explicitly",
    ],
    ["nothing", policy(), "dynamodb:PutItem", "not allowed"],
  ])("judges %s", (_what, text, action, decision) => {
    expect(decide(parsePolicy(text), { action, resources: [table] })).toBe(decision);
  });

  it("wants one of the resources allowed that a request may mean, and each of those that it acts on", () => {
    const statements = parsePolicy(policy(allow("dynamodb:*", table)));
    const both = { action: "dynamodb:BatchGetItem", resources: [table, `${table}-2`] };
    expect(decide(statements, both)).toBe("allowed");
    expect(decide(statements, { ...both, onAll: true })).toBe("not allowed");
    expect(decide(parsePolicy(policy(allow("dynamodb:*", "*"))), { ...both, onAll: true })).toBe("allowed");
  });

  it.each<[Json, string]>([
    [{ StringEquals: { "ses:FromAddress": "a@example.com" } }, "allowed"],
    [{ StringEquals: { "ses:FromAddress": ["b@example.com", "a@example.com"] } }, "allowed"],
    [{ StringEquals: { "ses:FromAddress": "b@example.com" } }, "not allowed"],
    [{ StringLike: { "ses:FromAddress": "*@example.com" } }, "allowed"],
    [{ StringNotEquals: { "ses:FromAddress": ["a@example.com", "b@example.com"] } }, "not allowed"],
    [{ ArnLike: { "ses:FromAddress": "b*" } }, "not allowed"],
    [{ Bool: { "aws:SecureTransport": "true" } }, "allowed"],
    [{ StringEquals: { "aws:SourceVpc": "vpc-1" } }, "allowed"],
  ])("takes the condition %j for %s", (condition, decision) => {
    const request = { action: "ses:SendEmail", resources: ["r"], context: { "ses:FromAddress": "a@example.com" } };
    expect(decide(parsePolicy(policy(allow("ses:SendEmail", "r", condition))), request)).toBe(decision);
  });

  it("takes one allowed resource of several for enough, and one denied for a no", () => {
    const request = { action: "ses:SendEmail", resources: ["identity/a@example.com", "identity/example.com"] };
    expect(decide(parsePolicy(policy(allow("ses:*", "identity/example.com"))), request)).toBe("allowed");
    const deny = { Effect: "Deny", Action: "*", Resource: "identity/a@*" };
    expect(decide(parsePolicy(policy(allow("ses:*", "*"), deny)), request)).toBe("denied explicitly");
  });

  it("takes an unknown condition of a Deny for not met", () => {
    const deny = {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    expect(decide(parsePolicy(policy(allow("*", "*"), deny)), { action: "a:b", resources: ["r"] })).toBe("allowed");
  });

  it.each([
    ["{", "not a JSON object"],
    [policy("x"), "Statement 1 of the policy is not an object"],
    [policy({ Effect: "Maybe", Action: "*", Resource: "*" }), 'Effect "Maybe"'],
    [policy({ Effect: "Allow", NotAction: "a:b", Resource: "*" }), "NotAction and NotResource are not understood"],
  ])("cannot read %s", (text, message) => {
    expect(() => parsePolicy(text)).toThrow(message);
  });
});

describe("a service behind the policies", () => {
  const logged: string[] = [];
  const context = testContext({
    log: (_level, _source, text, fields) => logged.push(`${text} ${JSON.stringify(fields)}`),
  });
  const iam = createIamService(context);
  const role = iam.create(testResource("aws_iam_role", "fn", { name: "fn", assume_role_policy: "{}" }));
  const roleArn = "arn:aws:iam::000000000000:role/fn";
  const table = "arn:aws:dynamodb:eu-west-1:000000000000:table/";
  const states = "arn:aws:states:eu-west-1:000000000000:stateMachine:";
  iam.create(
    testResource("aws_iam_role_policy", "fn", {
      name: "access",
      role: "fn",
      policy: policy(
        allow("dynamodb:PutItem", `${table}mine`),
        allow("ses:SendEmail", "arn:aws:ses:eu-west-1:000000000000:identity/a@example.com", {
          StringEquals: { "ses:FromAddress": "a@example.com" },
        }),
        allow("sns:Publish", "*"),
        { Effect: "Deny", Action: "sns:Publish", Resource: "arn:aws:sns:*:*:*" },
        allow("states:StartExecution", `${states}mine`),
      ),
    }),
  );
  const stops: (() => Promise<void>)[] = [];
  const settings = new Map<string, ClientSettings>();
  const who: { caller: Caller } = { caller: { accessKeyId: "fn", roleArn } };

  beforeAll(async () => {
    const dynamodb = createDynamodbService(context);
    for (const name of ["mine", "other"]) {
      await dynamodb.create(
        testResource("aws_dynamodb_table", name, { name, hash_key: "pk", attribute: [{ name: "pk", type: "S" }] }),
      );
    }
    const ses = createSesService(context);
    for (const email of ["a@example.com", "b@example.com"])
      await ses.create(testResource("aws_ses_email_identity", "a", { email }));
    const sns = createSnsService(context);
    await sns.create(testResource("aws_sns_topic", "alarms", { name: "alarms" }));
    const machines = createStepFunctionsService(context);
    for (const name of ["mine", "other"]) {
      const definition = JSON.stringify({
        QueryLanguage: "JSONata",
        StartAt: "P",
        States: { P: { Type: "Pass", End: true } },
      });
      await machines.create(testResource("aws_sfn_state_machine", name, { name, role_arn: "arn:r", definition }));
    }
    for (const service of [dynamodb, ses, sns, machines]) {
      const guarded: Service = enforcePolicies(service, iam, context);
      const server = await serveService({
        ...guarded,
        handle: (request) => guarded.handle?.(request, who.caller) ?? new Response(),
      });
      settings.set(service.name, server.client);
      stops.push(server.stop);
    }
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });
  const client = (name: string): ClientSettings => {
    const found = settings.get(name);
    if (!found) throw new Error(`${name} is not served.`);
    return found;
  };
  const user = "User: arn:aws:sts::000000000000:assumed-role/fn/local is not authorized to perform:";

  it("answers DynamoDB's refusal", async () => {
    const put = (TableName: string) =>
      new DynamoDBClient(client("dynamodb")).send(
        new PutItemCommand({ TableName, Item: { pk: { S: "1" } }, ConditionExpression: "attribute_not_exists(pk)" }),
      );
    await put("mine");
    await expect(put("mine")).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    await expect(put("other")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `${user} dynamodb:PutItem on resource: ${table}other because no identity-based policy allows the dynamodb:PutItem action`,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("answers SES's refusal", async () => {
    const send = (Source: string) =>
      new SESClient(client("ses")).send(
        new SendEmailCommand({
          Source,
          Destination: { ToAddresses: ["c@example.com"] },
          Message: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } },
        }),
      );
    await send("Ann <a@example.com>");
    await expect(send("b@example.com")).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("answers SNS's refusal, where a Deny wins", async () => {
    const sns = new SNSClient(client("sns"));
    await sns.send(new PublishCommand({ PhoneNumber: "+15550100", Message: "x" }));
    await expect(
      sns.send(new PublishCommand({ TopicArn: "arn:aws:sns:eu-west-1:000000000000:alarms", Message: "x" })),
    ).rejects.toMatchObject({
      name: "AuthorizationErrorException",
      message: expect.stringContaining("with an explicit deny in an identity-based policy"),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("answers Step Functions' refusal", async () => {
    const start = (name: string) =>
      new SFNClient(client("states")).send(new StartExecutionCommand({ stateMachineArn: `${states}${name}` }));
    await start("mine");
    await expect(start("other")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `${user} states:StartExecution on resource: ${states}other because no identity-based policy allows the states:StartExecution action`,
    });
  });

  it("lets a person do everything, and a role that does not exist nothing", async () => {
    const start = () =>
      new SFNClient(client("states")).send(new StartExecutionCommand({ stateMachineArn: `${states}other` }));
    const before = who.caller;
    try {
      who.caller = { accessKeyId: "person" };
      await start();
      who.caller = { accessKeyId: "x", roleArn: "arn:aws:iam::000000000000:role/none" };
      await expect(start()).rejects.toMatchObject({ name: "AccessDeniedException" });
    } finally {
      who.caller = before;
    }
  });

  it("logs the role and the action, never an address or number", () => {
    expect(logged).toContain('the policy of this role does not allow dynamodb:PutItem {"role":"fn"}');
    expect(logged.join()).not.toMatch(/@|\+/);
  });

  it("asks for the role of a state machine too", () => {
    const access = { action: "lambda:InvokeFunction", resources: ["arn:f"] };
    expect(authorize(iam, context, roleArn, access)).toContain(
      "no identity-based policy allows the lambda:InvokeFunction action",
    );
    expect(authorize(iam, context, roleArn, { action: "sns:Publish", resources: ["+1"] })).toBeUndefined();
  });

  it("has the attributes that Terraform computes, and says what is wrong", () => {
    expect(role).toMatchObject({ id: "fn", name: "fn", arn: roleArn });
    expect(iam.summary?.()).toBe("1 role");
    const wrong = testResource("aws_iam_role_policy", "x", { role: "none", policy: policy() });
    expect(() => iam.create(wrong)).toThrow("'role' is 'none': there is no such role");
  });
});
