import { describe, expect, test } from "vitest";
import { reviewToys, type Toys, toyMachine } from "./toys.js";

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const publish = {
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: "q",
};
const from = (source: string) => ({ Condition: { ArnEquals: { "aws:SourceArn": source } } });

async function reviewed(base: Toys, head: Toys): Promise<string> {
  return (await reviewToys({ base, head })).printed;
}

describe("who may do what", () => {
  test("a condition that is gone is told of, once for each permission", async () => {
    const queue = (...statements: readonly object[]): Toys => ({
      "aws_sqs_queue_policy.p": { policy: policy(...statements) },
    });
    const printed = await reviewed(
      queue({ ...publish, ...from("topic-a") }, { ...publish, ...from("topic-b") }),
      queue(publish, publish),
    );
    expect(printed).toContain(
      "sns.amazonaws.com may newly sqs:SendMessage on q; before, only when aws:SourceArn = topic-a, or aws:SourceArn = topic-b\n",
    );
    expect(printed).not.toContain("q, q");
  });

  test("a function's permission for everything in an account, in place of one source", async () => {
    const permission = (more: object): Toys => ({
      "aws_lambda_permission.p": {
        action: "lambda:InvokeFunction",
        function_name: "f",
        principal: "s3.amazonaws.com",
        ...more,
      },
    });
    expect(
      await reviewed(permission({ source_arn: "arn:b", source_account: "1" }), permission({ source_account: "1" })),
    ).toContain(
      "may newly lambda:InvokeFunction on f; before, only when aws:SourceArn like arn:b and aws:SourceAccount = 1",
    );
  });

  test("a machine's role that Step Functions may not assume any more is dangerous", async () => {
    const trusting = (service: string): Toys => ({
      ...toyMachine(),
      "aws_iam_role.flow": {
        name: "flow",
        assume_role_policy: policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }),
      },
    });
    const { code, printed } = await reviewToys({
      base: trusting("states.amazonaws.com"),
      head: trusting("lambda.amazonaws.com"),
    });
    expect(printed).toContain("DANGER     toys: states.amazonaws.com may no longer sts:AssumeRole on the role flow");
    expect(code).toBe(4);
  });

  test("a machine with another role may do what that role may", async () => {
    const machine: Toys = { ...toyMachine(), "aws_iam_role.poor": { name: "poor", assume_role_policy: "{}" } };
    const other: Toys = {
      ...machine,
      "aws_sfn_state_machine.flow": { ...machine["aws_sfn_state_machine.flow"], role_arn: "${aws_iam_role.poor.arn}" },
    };
    const { code, printed } = await reviewToys({ base: machine, head: other });
    expect(printed).toContain(
      "the state machine toys-{stage}-flow may no longer lambda:InvokeFunction on {aws_lambda_function.greet}: it runs with the role poor now",
    );
    expect(code).toBe(4);
  });
});

describe("a variable that looks like a secret", () => {
  const withVariables = (variables: object): Toys => ({
    "aws_lambda_function.greet": { function_name: "greet", environment: { variables } },
  });

  test.each([
    ["by its name", { STRIPE_API_KEY: "hunter2-hunter2" }],
    ["by its form", { SETTINGS: `hunter2 sk_live_${"4".repeat(24)}` }],
  ])("%s is told of, and appears nowhere", async (_, variables) => {
    for (const base of [withVariables({}), undefined]) {
      for (const view of ["--text", "--markdown", "--json"]) {
        const other: Toys = { "aws_sqs_queue.q": { name: "q" } };
        const { code, printed } = await reviewToys({
          base: { ...base, ...other },
          head: { ...withVariables(variables), ...other },
          args: [view],
        });
        expect(printed).toContain("looks like a secret");
        expect(printed).not.toMatch(/hunter2|sk_live/);
        expect(code).toBe(3);
      }
    }
  });

  test("is none where it only says where one is", async () => {
    const head = withVariables({ A: "1", API_KEY: "${aws_secretsmanager_secret.key.arn}", TOKEN_TABLE: "tokens" });
    expect((await reviewToys({ base: withVariables({ A: "1" }), head })).code).toBe(0);
  });
});
