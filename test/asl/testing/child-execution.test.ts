import { expect, test } from "vitest";
import { childExecution, runWorkflow } from "../../../asl/testing/index.js";
import { invoke, machine } from "./fixtures.js";

const child = machine({ Pause: { Type: "Wait", Seconds: 30, Next: "Charge" }, Charge: { ...invoke, End: true } });
const parentWith = (pattern: string) =>
  machine({
    Bill: {
      Type: "Task",
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Arguments: {
        StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:billing",
        Name: "bill-1",
        Input: { amount: 5 },
      },
      End: true,
    },
  });

test.each([
  [".sync", '{"charged":5}'],
  [".sync:2", { charged: 5 }],
])("a nested execution with '%s' runs its own definition on the same clock", async (pattern, output) => {
  const Bill = childExecution(child, { mocks: { Charge: [{ output: { charged: 5 } }] } });
  const run = await runWorkflow(parentWith(pattern), { mocks: { Bill } });
  const executionArn = "arn:aws:states:us-east-1:123456789012:execution:billing:bill-1";
  expect(run).toMatchObject({ status: "SUCCEEDED", elapsedSeconds: 30 });
  expect(run.output).toMatchObject({ Output: output, Status: "SUCCEEDED", ExecutionArn: executionArn, Name: "bill-1" });
  expect(run.children[0]?.calls).toEqual([
    { state: "Charge", parameters: { FunctionName: "f", Payload: { amount: 5 } }, attempt: 1, at: 30 },
  ]);
  expect(run.children[0]?.path).toEqual(["Pause", "Charge"]);
});

test("a nested execution that is only started does not hold its parent up", async () => {
  const Bill = childExecution(child, { mocks: { Charge: [{ output: 1 }] } });
  const run = await runWorkflow(parentWith(""), { mocks: { Bill } });
  expect(run).toMatchObject({ status: "SUCCEEDED", elapsedSeconds: 0 });
  expect(run.output).toHaveProperty("ExecutionArn", "arn:aws:states:us-east-1:123456789012:execution:billing:bill-1");
});

test("a nested execution that fails tells its parent how", async () => {
  const Bill = childExecution(child, { mocks: { Charge: [{ error: "Declined", cause: "no money" }] } });
  const run = await runWorkflow(parentWith(".sync:2"), { mocks: { Bill } });
  expect(run).toMatchObject({ status: "FAILED", error: "States.TaskFailed", elapsedSeconds: 30 });
  expect(JSON.parse(run.cause ?? "")).toMatchObject({ Status: "FAILED", Error: "Declined", Cause: "no money" });
});

test("a mistake in a child's mocks stops the test", async () => {
  const run = runWorkflow(parentWith(".sync"), { mocks: { Bill: childExecution(child) } });
  await expect(run).rejects.toThrow("No mock for the state 'Charge'");
});
