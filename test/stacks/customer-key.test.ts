import { describe, expect, test } from "vitest";
import { checkStack } from "../../local/terraform/check.js";
import type { Declaration, Stack } from "../../local/terraform/stack.js";
import { customerKey, keyStatements } from "../../stacks/constructs/customer-key.js";
import { keyPolicyStatements } from "../../stacks/constructs/key-policy.js";
import { denials, wildcards } from "../../stacks/constructs/wildcards.js";
import { settingsFrom } from "../../stacks/settings.js";
import { type PolicyStatement, statementsOf } from "./policies.js";
import { synthesizeFor } from "./stages.js";
import { at, ofType, rawStack, stacks, textAt } from "./synthesized.js";

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const key = customerKey(ARN);
const encrypted = await synthesizeFor({ stage: "dev", shiftsInSteps: false, customerKey: key });
const isForKey = ({ Action }: PolicyStatement) => Action.some((action) => action.startsWith("kms:"));
const rolePolicy = (stack: Stack, role: string) => {
  const policy = ofType(stack, "aws_iam_role_policy").find(
    (one) => textAt(one, "role") === role.replace(".arn}", ".name}"),
  );
  return statementsOf(stack).filter(({ address }) => address === policy?.address);
};

describe("the key's ARN", () => {
  test("is taken from the environment", () => {
    expect(settingsFrom({ CUSTOMER_KEY_ARN: ARN }).customerKey).toEqual({
      ...{ arn: ARN, partition: "aws", region: "eu-west-1", account: "111122223333" },
    });
    expect(settingsFrom({ CUSTOMER_KEY_ARN: "" })).toEqual(settingsFrom({}));
    const many = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    expect(customerKey(many)).toMatchObject({ partition: "aws-us-gov", region: "us-gov-west-1" });
  });

  test.each([
    "alias/mine",
    ARN.replace("key/", "alias/"),
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    `${ARN}"`,
    `${ARN}\n`,
  ])("%j is refused", (text) => {
    expect(() => settingsFrom({ CUSTOMER_KEY_ARN: text })).toThrow(
      `CUSTOMER_KEY_ARN is "${text}", which is no KMS key's ARN.`,
    );
  });
});

describe.each(encrypted.map((one) => [one.system, one] as const))(
  "with a customer key, %s",
  (system, { stack, out }) => {
    const all = (type: string, path: string) => ofType(stack, type).map((one) => at(one, path));
    const eachIs = (type: string, path: string, value: unknown) =>
      expect(all(type, path)).toEqual(ofType(stack, type).map(() => value));

    test("encrypts with it whatever keeps data", () => {
      eachIs("aws_dynamodb_table", "server_side_encryption", { enabled: true, kms_key_arn: ARN });
      eachIs("aws_sqs_queue", "kms_master_key_id", ARN);
      eachIs("aws_sqs_queue", "sqs_managed_sse_enabled", undefined);
      eachIs("aws_cloudwatch_log_group", "kms_key_id", ARN);
      for (const type of ["aws_sfn_state_machine", "aws_sfn_activity"]) {
        eachIs(type, "encryption_configuration.type", "CUSTOMER_MANAGED_KMS_KEY");
        eachIs(type, "encryption_configuration.kms_key_id", ARN);
      }
      for (const fn of ofType(stack, "aws_lambda_function")) {
        expect(at(fn, "kms_key_arn"), fn.address).toBe(at(fn, "environment") === undefined ? undefined : ARN);
      }
    });

    test("never the topic of its alarms, to which CloudWatch could not publish, nor the public page", () => {
      const alarmed = new Set(
        ofType(stack, "aws_cloudwatch_metric_alarm").map((one) => textAt(one, "alarm_actions.0")),
      );
      for (const topic of ofType(stack, "aws_sns_topic")) {
        const isAlarmed = alarmed.has(`\${${topic.address}.arn}`);
        expect(at(topic, "kms_master_key_id"), topic.address).toBe(isAlarmed ? undefined : ARN);
      }
      expect(alarmed.size).toBe(1);
      eachIs("aws_s3_bucket_server_side_encryption_configuration", "rule.0", {
        apply_server_side_encryption_by_default: { sse_algorithm: "AES256" },
      });
    });

    test("lets each role use this key alone, each time for one purpose", () => {
      const uses = statementsOf(stack).filter(isForKey);
      for (const { Resource, Action, Condition, Principal } of uses) {
        expect(Resource).toEqual([ARN]);
        expect(Principal).toBeUndefined();
        expect(["kms:GenerateDataKey", "kms:Decrypt"]).toEqual(expect.arrayContaining([...Action]));
        const [[name = "", value = ""] = [], ...more] = Object.entries(Condition.StringEquals ?? {});
        expect(more).toEqual([]);
        expect(`${name} ${value}`).toMatch(
          /^kms:(ViaService (sqs|sns|dynamodb)\.eu-west-1|EncryptionContext:\S+ arn:)/,
        );
      }
      expect(uses.length).toBeGreaterThan(0);
    });

    test("lets each role open what its other permissions are for, and nothing more", () => {
      for (const policy of ofType(stack, "aws_iam_role_policy")) {
        const statements = statementsOf(stack).filter(({ address }) => address === policy.address);
        const others = statements.filter((one) => !isForKey(one) && one.Effect === "Allow" && one.Resource[0] !== "*");
        const actions = others.flatMap(({ Action }) => Action);
        const via = (service: string) =>
          statements.find(({ Condition }) => Condition.StringEquals?.["kms:ViaService"]?.startsWith(`${service}.`))
            ?.Action;
        const both = ["kms:GenerateDataKey", "kms:Decrypt"];
        const received = actions.includes("sqs:ReceiveMessage") ? ["kms:Decrypt"] : undefined;
        expect(via("sqs"), policy.address).toEqual(actions.includes("sqs:SendMessage") ? both : received);
        expect(via("sns"), policy.address).toEqual(actions.includes("sns:Publish") ? both : undefined);
        const reads = actions.some((action) => action.startsWith("dynamodb:"));
        expect(via("dynamodb"), policy.address).toEqual(reads ? ["kms:Decrypt"] : undefined);
      }
    });

    test("lets each state machine use it for itself, its logs and its activities", () => {
      for (const machine of ofType(stack, "aws_sfn_state_machine")) {
        const used = rolePolicy(stack, textAt(machine, "role_arn")).filter(isForKey);
        const contexts = new Map<string, readonly string[]>(
          used.flatMap(({ Condition, Action }) =>
            Object.entries(Condition.StringEquals ?? {}).map(([name, value]) => [`${name} ${value}`, Action] as const),
          ),
        );
        const here = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}";
        const context = (name: string, service: string, resource: string) =>
          `kms:EncryptionContext:${name} arn:\${data.aws_partition.current.partition}:${service}:${here}:${resource}`;
        const own = context("aws:states:stateMachineArn", "states", `stateMachine:${textAt(machine, "name")}`);
        expect(contexts.get(own)).toEqual(["kms:GenerateDataKey", "kms:Decrypt"]);
        expect(contexts.get(context("SourceArn", "logs", "*"))).toEqual(["kms:GenerateDataKey"]);
        for (const activity of ofType(stack, "aws_sfn_activity")) {
          const named = textAt(machine, "definition").includes(`:activity:${textAt(activity, "name")}"`);
          const input = context("aws:states:activityArn", "states", `activity:${textAt(activity, "name")}`);
          expect(contexts.get(input)).toEqual(named ? ["kms:GenerateDataKey", "kms:Decrypt"] : undefined);
        }
      }
    });

    test("lets those who read executions decrypt them", () => {
      for (const policy of ofType(stack, "aws_iam_role_policy")) {
        const statements = statementsOf(stack).filter(({ address }) => address === policy.address);
        for (const { Action, Resource } of statements) {
          if (!Action.some((action) => /^states:(DescribeExecution|StartSyncExecution)$/.test(action))) continue;
          for (const resource of Resource) {
            const machine = resource.replace(/:execution:(.+):\*$/, ":stateMachine:$1");
            expect(statements).toContainEqual(
              expect.objectContaining({
                Action: expect.arrayContaining(["kms:Decrypt"]),
                Condition: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machine } },
              }),
            );
          }
        }
      }
    });

    test("is accepted on one machine, where encryption cannot be seen", () => {
      expect(checkStack(stack)).toEqual([]);
    });

    test("deploys to the key's region only", async () => {
      const { variable } = await rawStack(system, out);
      expect(JSON.stringify(variable)).toContain('${var.region == \\"eu-west-1\\"}');
    });
  },
);

test("without a customer key nothing speaks of one", () => {
  const named = (one: Declaration) => /kms[:_]|"encryption_configuration"/.test(JSON.stringify(one.config));
  expect(stacks.flatMap(({ resources }) => resources).filter(named)).toEqual([]);
});

test("an activity's work and a message to a phone are told apart", () => {
  expect(keyStatements(key, [{ actions: wildcards.sms.actions, resources: ["*"] }])).toEqual([]);
  const denied = { effect: "Deny", actions: denials.topics.actions, resources: ["arn:aws:sns:*:*:*"] } as const;
  expect(keyStatements(key, [denied])).toEqual([]);
});

describe("what the key's owner adds to its policy", () => {
  test("names each service that uses the key as itself, for this stage", () => {
    const statements = keyPolicyStatements({ key, stage: "prod", account: "999988887777" });
    expect(statements.map(({ principal, conditions }) => [principal, conditions])).toEqual([
      [
        { service: "logs.eu-west-1.amazonaws.com" },
        {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:999988887777:log-group:/aws/*-prod-*",
          },
        },
      ],
      [
        { service: "delivery.logs.amazonaws.com" },
        { StringEquals: { "kms:EncryptionContext:SourceArn": "arn:aws:logs:eu-west-1:999988887777:*" } },
      ],
      ...[
        ["events", "rule/*-prod-*"],
        ["sns", "*-prod-*"],
      ].map(([service, resource]) => [
        { service: `${service}.amazonaws.com` },
        {
          StringEquals: { "aws:SourceAccount": "999988887777" },
          ArnLike: { "aws:SourceArn": `arn:aws:${service}:eu-west-1:999988887777:${resource}` },
        },
      ]),
    ]);
  });

  test("covers every service that a queue's policy lets in, and every log group", () => {
    const allowed = keyPolicyStatements({ key, stage: "dev" }).map(({ principal }) => JSON.stringify(principal));
    const senders = encrypted
      .flatMap(({ stack }) => statementsOf(stack))
      .filter(({ address }) => address.startsWith("aws_sqs_queue_policy."))
      .flatMap(({ Principal }) => Object.values(Principal ?? {}).flat());
    for (const service of new Set(senders)) expect(allowed).toContain(JSON.stringify({ service }));
    expect(senders.length).toBeGreaterThan(0);
    const groups = encrypted.flatMap(({ stack }) => ofType(stack, "aws_cloudwatch_log_group"));
    for (const group of groups) expect(textAt(group, "name")).toMatch(/^\/aws\/.*-\$\{var\.stage\}-/);
  });
});
