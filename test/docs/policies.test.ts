import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as events from "@aws-sdk/client-eventbridge";
import * as iot from "@aws-sdk/client-iot";
import * as lambda from "@aws-sdk/client-lambda";
import * as ses from "@aws-sdk/client-ses";
import * as states from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { stacks, textAt } from "../stacks/synthesized.js";
import { runTool } from "../terraform/terraform.js";
import { pageAt, shellOf } from "./pages.js";
import { allows, policyAt } from "./policies.js";

const { policy: plan } = policyAt("plan");
const { policy: deploy } = policyAt("deploy");
const actionsOf = ({ Statement }: typeof plan) => Statement.flatMap(({ Action }) => Action);

/** The services of the policies whose API is at hand here. Actions of the others were compared with the AWS CLI's models by hand. */
const apis: Readonly<Record<string, object>> = { cloudwatch, dynamodb, events, iot, lambda, ses, sns, sqs, states };
/** Permissions that no operation is called after. Source: the service authorization reference. */
const notOperations = new Set(["dynamodb:GetRecords", "dynamodb:PartiQLSelect", "lambda:InvokeFunction"]);

describe.each(["plan", "deploy"])("docs/policies/%s.json", (name) => {
  const { policy, text } = policyAt(name);

  test("is small enough for a role's inline policy", () => {
    expect(JSON.stringify(policy).length).toBeLessThan(10_240);
  });

  test("names actions that exist, as far as that is known here", () => {
    const known = actionsOf(policy).filter((action) => apis[action.split(":")[0] ?? ""] !== undefined);
    expect(known.length).toBeGreaterThan(20);
    const unknown = known.filter((action) => {
      const [service = "", operation = ""] = action.split(":");
      return operation !== "*" && !notOperations.has(action) && !(`${operation}Command` in (apis[service] ?? {}));
    });
    expect(unknown).toEqual([]);
    for (const action of actionsOf(policy)) expect(action).toMatch(/^[a-z0-9-]+:([A-Z][A-Za-z]+|\*)$/);
  });

  test("has nothing to fill in but what docs/deploy.md fills in", () => {
    const words = new Set(text.match(/\b[A-Z][A-Z_]{3,}\b/gu));
    for (const word of words) {
      const isKnown = ["ACCOUNT_ID", "REGION", "STATE_BUCKET", "STAGE"].includes(word);
      expect(isKnown || /apigateway:/.test(text.split(word)[0]?.slice(-12) ?? ""), word).toBe(true);
    }
  });

  test("denies data and secrets", () => {
    const arn = "arn:aws:x:REGION:ACCOUNT_ID:pet-reminders-STAGE-x";
    for (const action of [
      ...["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:PartiQLSelect"],
      ...["secretsmanager:GetSecretValue", "ssm:GetParameter", "sqs:ReceiveMessage", "logs:GetLogEvents"],
      ...["logs:FilterLogEvents", "states:DescribeExecution", "states:GetExecutionHistory", "lambda:InvokeFunction"],
    ]) {
      expect(allows(policy, action, arn), action).toBe(false);
    }
  });
});

describe("the plan role", () => {
  const bucket = "arn:aws:s3:::STATE_BUCKET/stepwright/dev";
  const anyone = "arn:aws:x:REGION:ACCOUNT_ID:x";

  test("changes nothing but the states' locks", () => {
    const writes = plan.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action, Resource }) =>
      Action.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe|Validate|GET)/.test(action)).map(
        (action) => `${action} on ${Resource.join()}`,
      ),
    );
    expect(writes).toEqual([
      "s3:PutObject on arn:aws:s3:::STATE_BUCKET/stepwright/*.tfstate.tflock",
      "s3:DeleteObject on arn:aws:s3:::STATE_BUCKET/stepwright/*.tfstate.tflock",
    ]);
    expect(allows(plan, "s3:PutObject", `${bucket}/orders.tfstate.tflock`)).toBe(true);
    expect(allows(plan, "s3:PutObject", `${bucket}/orders.tfstate`)).toBe(false);
  });

  test("may do what a plan needs", () => {
    expect(allows(plan, "s3:GetObject", `${bucket}/orders.tfstate`)).toBe(true);
    // Without a condition: who may not list the bucket gets 403, not 404, for a state that does not exist yet.
    for (const { Action, Resource, Condition } of [...plan.Statement, ...deploy.Statement]) {
      if (!Action.includes("s3:ListBucket") || !Resource.includes("arn:aws:s3:::STATE_BUCKET")) continue;
      expect(Condition).toEqual({});
    }
    expect(allows(plan, "s3:ListBucket", "arn:aws:s3:::STATE_BUCKET")).toBe(true);
    expect(allows(deploy, "s3:ListBucket", "arn:aws:s3:::STATE_BUCKET")).toBe(true);
    expect(allows(plan, "states:ValidateStateMachineDefinition", anyone)).toBe(true);
    // The provider reads a page's objects by HeadObject, which IAM calls GetObject.
    expect(allows(plan, "s3:GetObject", "arn:aws:s3:::pet-reminders-dev-site-ACCOUNT_ID/index.html")).toBe(true);
    expect(allows(plan, "s3:GetObject", "arn:aws:s3:::other/object")).toBe(false);
  });

  test.each(stacks.map((stack) => [stack.system, stack] as const))("reads every kind of resource of %s", (_, stack) => {
    for (const { type } of stack.resources) {
      const service = serviceOf(type);
      const reads = actionsOf(plan).filter((action) => new RegExp(`^${service}:(Get|Describe|GET)`).test(action));
      expect(
        reads.filter((action) => allows(plan, action, readable(service))),
        type,
      ).not.toEqual([]);
    }
  });
});

describe("the deploy role", () => {
  test("cannot change itself, nor another stage", () => {
    expect(allows(deploy, "iam:PutRolePolicy", "arn:aws:iam::ACCOUNT_ID:role/stepwright-deploy-STAGE")).toBe(false);
    expect(allows(deploy, "iam:PutRolePolicy", "arn:aws:iam::ACCOUNT_ID:role/stepwright-STAGE-x")).toBe(false);
    expect(allows(deploy, "iam:PutRolePolicy", "arn:aws:iam::ACCOUNT_ID:role/orders-STAGE-checkout")).toBe(true);
    expect(allows(deploy, "iam:PutRolePolicy", "arn:aws:iam::ACCOUNT_ID:role/orders-other-checkout")).toBe(false);
    expect(allows(deploy, "dynamodb:DeleteTable", "arn:aws:dynamodb:REGION:ACCOUNT_ID:table/orders-other-x")).toBe(
      false,
    );
    expect(allows(deploy, "s3:PutObject", "arn:aws:s3:::STATE_BUCKET/stepwright/STAGE/orders.tfstate")).toBe(true);
    expect(allows(deploy, "s3:PutObject", "arn:aws:s3:::STATE_BUCKET/stepwright/other/orders.tfstate")).toBe(false);
  });

  test("may hand roles to every service that takes one in the stacks", () => {
    const passing = deploy.Statement.find(({ Action }) => Action.includes("iam:PassRole"));
    const services = passing?.Condition.StringEquals?.["iam:PassedToService"] ?? [];
    const roles = stacks.flatMap(({ resources }) => resources.filter(({ type }) => type === "aws_iam_role"));
    expect(roles.length).toBeGreaterThan(20);
    for (const role of roles) {
      const trusted = /"Service":"([^"]+)"/.exec(textAt(role, "assume_role_policy"))?.[1] ?? "";
      expect(services, role.address).toContain(trusted);
    }
  });

  test("reaches what the stacks name: every name bears the stage between hyphens, a topic rule's between underscores", () => {
    for (const { resources } of stacks) {
      for (const { type, config, address } of resources) {
        if (["aws_sfn_alias", "aws_apigatewayv2_stage", "aws_iam_role_policy"].includes(type)) continue;
        const name = [config.function_name, config.bucket, config.name].find((one) => typeof one === "string");
        if (typeof name !== "string" || !name.includes("${var.stage}")) continue;
        expect(name, address).toMatch(type === "aws_iot_topic_rule" ? /_[a-z]+_/ : /-\$\{var\.stage\}-/);
      }
    }
  });
});

test("docs/deploy.md fills the policies in, by a shell function of its own", async () => {
  const [fill = ""] = shellOf(pageAt("docs/deploy.md")).filter((text) => text.includes("fill() {"));
  const command = `${/^fill\(\) .*$/m.exec(fill)?.[0]}\nfor name in plan deploy trust-plan trust-deploy; do fill $name; echo ,; done`;
  const env = {
    ...{ ...process.env, ACCOUNT_ID: "123456789012", STATE_BUCKET: "state-1", AWS_REGION: "eu-west-1" },
    ...{ SUBJECT: "repo:octocat@1/stepwright@2", STAGE: "my-team" },
  };
  const { code, stdout } = await runTool("bash", ["-c", command], { cwd: process.cwd(), env });
  expect(code).toBe(0);
  const filled: unknown = JSON.parse(`[${stdout.trim().replace(/,$/, "")}]`);
  expect(filled).toHaveLength(4);
  expect(stdout).not.toMatch(/ACCOUNT_ID|SUBJECT|STATE_BUCKET|STAGE|REGION/);
  for (const part of [
    "repo:octocat@1/stepwright@2:environment:my-team",
    "repo:octocat@1/stepwright@2:pull_request",
    "arn:aws:s3:::state-1/stepwright/my-team/*.tfstate",
    "arn:aws:states:eu-west-1:123456789012:stateMachine:*-my-team-*",
    // The names of topic rules have no hyphens.
    "arn:aws:iot:eu-west-1:123456789012:rule/*_my_team_*",
  ]) {
    expect(stdout).toContain(`"${part}"`);
  }
});

describe("who may take a role", () => {
  test("a pull request's job the one, an environment's job the other", () => {
    const subOf = (name: string) =>
      policyAt(name).policy.Statement[0]?.Condition.StringEquals?.["token.actions.githubusercontent.com:sub"];
    expect(subOf("trust-plan")).toEqual(["SUBJECT:pull_request"]);
    expect(subOf("trust-deploy")).toEqual(["SUBJECT:environment:STAGE"]);
    for (const name of ["trust-plan", "trust-deploy"]) {
      expect(policyAt(name).text).toContain('"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"');
    }
  });
});

/** IAM's name of a resource type's service. */
function serviceOf(type: string): string {
  const services = {
    apigatewayv2: "apigateway",
    cloudwatch_event: "events",
    cloudwatch_log: "logs",
    cloudwatch_metric: "cloudwatch",
    sfn: "states",
  };
  const name = type.replace(/^aws_/, "");
  const found = Object.entries(services).find(([prefix]) => name.startsWith(prefix));
  return found?.[1] ?? name.split("_")[0] ?? "";
}

/** Something of a service that a statement about named resources speaks of. */
function readable(service: string): string {
  return service === "apigateway" ? "arn:aws:apigateway:REGION::/apis/x" : "arn:aws:x:REGION:ACCOUNT_ID:x";
}
