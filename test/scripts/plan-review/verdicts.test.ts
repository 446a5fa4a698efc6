import { describe, expect, test } from "vitest";
import { change, reviewToys, type Toys, toyMachine, toyPlan } from "./toys.js";

const table: Toys = { "aws_dynamodb_table.rows": { name: "rows", hash_key: "id" } };
const machine = toyMachine();

async function firstLine(base: Toys, head: Toys, plan?: unknown): Promise<readonly [number, string]> {
  const { code, printed } = await reviewToys({ base, head, ...(plan === undefined ? {} : { plan }) });
  return [code, printed.split("\n").slice(0, 4).join("\n")];
}

const without = (toys: Toys, ...addresses: readonly string[]): Toys =>
  Object.fromEntries(Object.entries(toys).filter(([address]) => !addresses.includes(address)));

describe("dangerous is", () => {
  test.each<readonly [string, Toys, Toys, string]>([
    ["a destroyed table", { ...machine, ...table }, machine, "every item of the table rows is lost with it"],
    [
      "a replaced table",
      table,
      { "aws_dynamodb_table.rows": { name: "rows", hash_key: "key" } },
      "is replaced because of hash_key",
    ],
    [
      "a replaced state machine",
      machine,
      { ...machine, "aws_sfn_state_machine.flow": { ...machine["aws_sfn_state_machine.flow"], name: "other" } },
      "its executions die",
    ],
    [
      "a destroyed state machine",
      machine,
      without(machine, "aws_sfn_state_machine.flow"),
      "is destroyed: its executions die",
    ],
    [
      "a called function that is removed",
      machine,
      without(machine, "aws_lambda_function.greet"),
      "the function toys-{stage}-greet is removed, and the state machine toys-{stage}-flow called it",
    ],
    ["a called function that is renamed", machine, toyMachine({ functionName: "hail" }), "replaced under another name"],
    [
      "a permission taken from a machine's role",
      machine,
      toyMachine({ actions: [] }),
      "the state machine toys-{stage}-flow may no longer lambda:InvokeFunction",
    ],
    ["a narrower time-out of a function", machine, toyMachine({ timeout: 10 }), "timeout goes from 30 to 10"],
    [
      "a queue's visibility that goes to the default",
      { "aws_sqs_queue.q": { name: "q", visibility_timeout_seconds: 120 } },
      { "aws_sqs_queue.q": { name: "q" } },
      "visibility_timeout_seconds goes from 120 to the default",
    ],
  ])("%s", async (_, base, head, reason) => {
    const [code, line] = await firstLine(base, head);
    expect(line).toContain(reason);
    expect(line).toMatch(/^Dangerous/);
    expect(code).toBe(4);
  });

  test.each([
    ["renamed", "Hail", "the state Wave is renamed to Hail"],
    ["removed", undefined, "the state Wave is removed"],
  ])("a state that is %s", async (_, name, reason) => {
    const states = (name: string | undefined) => ({
      Greet: { Type: "Pass", ...(name === undefined ? { End: true } : { Next: name }) },
      ...(name === undefined ? {} : { [name]: { Type: "Wait", Seconds: 5, End: true } }),
    });
    const { code, printed } = await reviewToys({
      base: toyMachine({ states: states("Wave") }),
      head: toyMachine({ states: states(name) }),
    });
    expect(printed).toContain(reason);
    expect(code).toBe(4);
  });

  test("a plan that destroys what the sources keep", async () => {
    const [code, line] = await firstLine(
      { ...machine, ...table },
      { ...machine, ...table },
      toyPlan(
        change("aws_dynamodb_table.rows", ["delete", "create"], { before: { name: "rows" }, after: { name: "rows" } }),
        ...Object.keys(machine).map((address) => change(address, ["no-op"])),
      ),
    );
    expect(line).toContain("every item of the table rows is lost with it");
    expect(code).toBe(4);
  });

  test("a plan that Terraform could not finish", async () => {
    const plan = { ...toyPlan(...Object.keys(machine).map((address) => change(address, ["no-op"]))), errored: true };
    const [code, line] = await firstLine(machine, machine, plan);
    expect(line).toContain("Terraform could not finish the plan");
    expect(code).toBe(4);
  });
});

describe("to be looked at closely is", () => {
  test.each<readonly [string, Toys, Toys, string]>([
    [
      "a new permission",
      machine,
      toyMachine({ actions: ["lambda:InvokeFunction", "lambda:GetFunction"] }),
      "may newly lambda:GetFunction",
    ],
    [
      "a removed protection",
      { "aws_sqs_queue.q": { name: "q", sqs_managed_sse_enabled: true } },
      { "aws_sqs_queue.q": { name: "q" } },
      "no longer protected by sqs_managed_sse_enabled",
    ],
    [
      "a shorter retention",
      { "aws_cloudwatch_log_group.l": { name: "l", retention_in_days: 30 } },
      { "aws_cloudwatch_log_group.l": { name: "l", retention_in_days: 7 } },
      "retention_in_days goes from 30 to 7",
    ],
    ["a new route", {}, { "aws_apigatewayv2_route.r": { route_key: "GET /x" } }, "it is deployed for the first time"],
    [
      "another CORS",
      { "aws_apigatewayv2_api.a": { name: "a" } },
      { "aws_apigatewayv2_api.a": { name: "a", cors_configuration: { allow_origins: ["*"] } } },
      "newly has CORS",
    ],
  ])("%s", async (_, base, head, reason) => {
    const { code, printed } = await reviewToys({ ...(Object.keys(base).length > 0 && { base }), head });
    expect(printed).toContain(reason);
    expect(code).toBe(3);
  });

  test("a plan that was made from other sources", async () => {
    const { printed, code } = await reviewToys({
      base: machine,
      head: { ...machine, ...table },
      plan: toyPlan(...Object.keys(machine).map((address) => change(address, ["no-op"]))),
    });
    expect(printed).toContain("the plan was not made from these sources: it does not know aws_dynamodb_table.rows");
    expect(code).toBe(3);
  });

  test("what has changed outside of Terraform", async () => {
    const idle = Object.keys(machine).map((address) => change(address, ["no-op"]));
    const plan = { ...toyPlan(...idle), resource_drift: [change("aws_lambda_function.greet", ["update"])] };
    expect((await reviewToys({ base: machine, head: machine, plan })).printed).toContain(
      "changed outside of Terraform: aws_lambda_function.greet",
    );
  });
});

describe("safe is", () => {
  test("another layout: key order and whitespace, in the file, in definitions and in policies", async () => {
    const definition = JSON.stringify(
      {
        States: { Greet: { End: true, Type: "Task", Resource: "${aws_lambda_function.greet.arn}" } },
        StartAt: "Greet",
      },
      null,
      4,
    );
    const policy = JSON.stringify(
      {
        Statement: [{ Resource: "${aws_lambda_function.greet.arn}", Action: "lambda:InvokeFunction", Effect: "Allow" }],
        Version: "2012-10-17",
      },
      null,
      2,
    );
    const head = {
      ...machine,
      "aws_sfn_state_machine.flow": {
        definition,
        role_arn: "${aws_iam_role.flow.arn}",
        name: "toys-${var.stage}-flow",
      },
      "aws_iam_role_policy.flow": { policy, role: "${aws_iam_role.flow.name}" },
    };
    expect(await reviewToys({ base: machine, head })).toEqual({
      code: 0,
      printed: "Safe: nothing changes\n",
      complained: "",
    });
  });

  test("a permission that a wider one covers is not taken", async () => {
    const { printed } = await reviewToys({ base: machine, head: toyMachine({ actions: ["lambda:Invoke*"] }) });
    expect(printed).toContain("may newly lambda:Invoke*");
    expect(printed).not.toContain("may no longer");
  });

  test("an ARN that is written out in place of a reference, or the other way round", async () => {
    const on =
      "arn:${data.aws_partition.current.partition}:lambda:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:function:toys-${var.stage}-greet";
    const written = toyMachine({ on });
    expect((await reviewToys({ base: machine, head: written })).printed).not.toContain("may n");
    expect((await reviewToys({ base: written, head: machine })).code).toBe(0);
    expect((await reviewToys({ base: written, head: toyMachine({ on: on.replace("greet", "hail") }) })).code).toBe(4);
  });

  test("a page's file under another name", async () => {
    const page = (name: string): Toys => ({ [`aws_s3_object.${name}`]: { bucket: "site", key: `${name}.js` } });
    const { code, printed } = await reviewToys({ base: page("main_1"), head: page("main_2") });
    expect(printed).toContain("destroyed aws_s3_object.main_1");
    expect(code).toBe(0);
  });

  test("a longer time-out", async () => {
    expect((await reviewToys({ base: machine, head: toyMachine({ timeout: 60 }) })).code).toBe(0);
  });

  test("a resource that has moved, with a word in the sources", async () => {
    const files = {
      "head/stacks/toys/cdk.tf.json": JSON.stringify({
        resource: { aws_dynamodb_table: { entries: { name: "rows", hash_key: "id" } } },
        moved: [{ from: "aws_dynamodb_table.rows", to: "aws_dynamodb_table.entries" }],
      }),
    };
    const { code, printed } = await reviewToys({ base: table, files });
    expect(printed).toContain("moved     aws_dynamodb_table.entries (it was aws_dynamodb_table.rows)");
    expect(code).toBe(0);
  });
});
