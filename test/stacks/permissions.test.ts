import { describe, expect, test } from "vitest";
import { denials, type Wildcard, wildcards } from "../../stacks/constructs/wildcards.js";
import { type PolicyStatement, statementsOf } from "./policies.js";
import { everyStage } from "./stages.js";
import { at, ofType, stacks, textAt } from "./synthesized.js";

const hasWildcard = ({ Action, Resource }: PolicyStatement) =>
  [...Action, ...Resource].some((one) => one.includes("*"));

/** The line of the lists in wildcards.ts that a statement stands on, if there is one. */
function listed(statement: PolicyStatement): Wildcard | undefined {
  const list: readonly Wildcard[] = Object.values(statement.Effect === "Allow" ? wildcards : denials);
  return list.find(
    ({ actions, resource }) =>
      statement.Action.every((action) => actions.includes(action)) &&
      statement.Resource.filter((one) => one.includes("*")).every((one) => endsIn(one, resource)),
  );
}

/** Whether an ARN ends in a listed `*` and what stands before names one thing: a whole resource, for `:*` and `/*`. */
function endsIn(arn: string, ending: string): boolean {
  const before = arn.slice(0, -ending.length);
  if (!arn.endsWith(ending) || before.includes("*")) return false;
  if (ending === "*") return before === "";
  const whole = /(^\$\{aws_\w+\.\w+\.arn\}|-\$\{var\.stage\}-[a-z-]+)$/.test(before);
  return whole || !["/*", ":*"].includes(ending);
}

describe.each(await everyStage())("the permissions of %s", (_, { stack, stage, system }) => {
  const statements = statementsOf(stack);

  test("policies are found", () => {
    const holders = new Set(statements.map(({ address }) => address.split(".")[0]));
    const types = stack.resources.map(({ type }) => type).filter((type) => /_policy$|^aws_iam_role$/.test(type));
    expect([...holders].sort()).toEqual(
      [...new Set(types)].filter((type) => !type.startsWith("aws_cloudfront")).sort(),
    );
  });

  test("each `*` stands on the list, with its reason", () => {
    expect(statements.filter((one) => hasWildcard(one) && !listed(one))).toEqual([]);
  });

  test("a statement for everybody only denies", () => {
    const forAll = statements.filter(({ Principal }) => JSON.stringify(Principal ?? null).includes("*"));
    expect(forAll.filter(({ Effect }) => Effect === "Allow")).toEqual([]);
  });

  test("whatever a service may do for others is narrowed to this account or resource", () => {
    const byService = statements.filter(({ Principal, Effect }) => Principal !== undefined && Effect === "Allow");
    // Lambda and API Gateway do not say for which function or API they take a role: who may pass the role decides.
    const silent = ["lambda.amazonaws.com", "apigateway.amazonaws.com"].map((service) => `{"Service":["${service}"]}`);
    const open = byService.filter(
      ({ Principal, Condition }) =>
        Object.keys(Condition).length === 0 && !silent.includes(JSON.stringify(Principal ?? null)),
    );
    expect(open).toEqual([]);
    expect(byService.length).toBeGreaterThan(0);
  });

  test("every function, state machine, rule and integration has a role of its own, that only its service may take", () => {
    const users = [
      ["aws_lambda_function", "role", "lambda.amazonaws.com"],
      ["aws_sfn_state_machine", "role_arn", "states.amazonaws.com"],
      ["aws_cloudwatch_event_target", "role_arn", "events.amazonaws.com"],
      ["aws_iot_topic_rule", "error_action.sqs.role_arn", "iot.amazonaws.com"],
      ["aws_apigatewayv2_integration", "credentials_arn", "apigateway.amazonaws.com"],
    ].flatMap(([type = "", path = "", service]) =>
      ofType(stack, type).flatMap((user) => (at(user, path) === undefined ? [] : [[textAt(user, path), service]])),
    );
    const trust = ofType(stack, "aws_iam_role").map(({ address }) => [
      `\${${address}.arn}`,
      ...statements.filter((one) => one.address === address).flatMap(({ Principal }) => Object.values(Principal ?? {})),
    ]);
    expect(trust.map((one) => one.flat()).sort()).toEqual([...users].sort());
  });

  test("every role has one policy", () => {
    const roles = ofType(stack, "aws_iam_role").map(({ address }) => `\${${address}.name}`);
    expect(
      ofType(stack, "aws_iam_role_policy")
        .map((policy) => textAt(policy, "role"))
        .sort(),
    ).toEqual(roles.sort());
  });

  test("a service may call a function for the routes, rules and topics of this stack alone", () => {
    const here = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}";
    const arn = (service: string, resource: string) =>
      `arn:\${data.aws_partition.current.partition}:${service}:${here}:${resource}`;
    const routes = ofType(stack, "aws_apigatewayv2_route").map((route) => {
      const api = /^\$\{(\S+)\.id\}$/.exec(textAt(route, "api_id"))?.[1];
      return `\${${api}.execution_arn}/*/*${textAt(route, "route_key").split(" ")[1]}`;
    });
    const sources: Readonly<Record<string, readonly string[]>> = {
      "apigateway.amazonaws.com": routes,
      "events.amazonaws.com": ofType(stack, "aws_cloudwatch_event_rule").map((rule) =>
        arn("events", `rule/${textAt(rule, "name")}`),
      ),
      "iot.amazonaws.com": ofType(stack, "aws_iot_topic_rule").map((rule) =>
        arn("iot", `rule/${textAt(rule, "name")}`),
      ),
      "sns.amazonaws.com": ofType(stack, "aws_sns_topic").map((topic) => arn("sns", textAt(topic, "name"))),
    };
    for (const permission of ofType(stack, "aws_lambda_permission")) {
      expect(sources[textAt(permission, "principal")]).toContain(textAt(permission, "source_arn"));
    }
    // The names of topic rules have no hyphens, so they are written out for the stage.
    for (const rule of ofType(stack, "aws_iot_topic_rule")) {
      expect(textAt(rule, "name")).toMatch(new RegExp(`^${`${system}_${stage}`.replaceAll("-", "_")}_[a-z_]+$`));
    }
  });
});

describe("the lists of wildcards", () => {
  const used = new Set(stacks.flatMap(statementsOf).filter(hasWildcard).map(listed));

  test.each(Object.entries<Wildcard>({ ...wildcards, ...denials }))("%s is used, and says why", (_, wildcard) => {
    expect(used).toContain(wildcard);
    expect(wildcard.reason).toMatch(/^[A-Z].{20,}\.$/);
  });

  test("the check refuses what is not on it", () => {
    const statement = { address: "x", Effect: "Allow", Condition: {} } as const;
    const refused: readonly Pick<PolicyStatement, "Action" | "Resource">[] = [
      { Action: ["s3:*"], Resource: ["arn:aws:s3:::a"] },
      { Action: ["s3:GetObject"], Resource: ["*"] },
      { Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::*/*"] },
      { Action: ["states:StopExecution"], Resource: ["arn:p:states:r:a:execution:*"] },
      { Action: ["dynamodb:PutItem"], Resource: ["${aws_dynamodb_table.t.arn}/*"] },
    ];
    expect(refused.filter((one) => listed({ ...statement, ...one }))).toEqual([]);
  });
});
