import { afterAll, expect, test } from "vitest";
import { render } from "../../../asl/index.js";
import { assertCovered, coverage, type Mocks, runWorkflow, type WorkflowRun } from "../../../asl/testing/index.js";
import { notifyCustomer } from "../../../asl/workflows/notify-customer.js";
import { plainBindings } from "../../../scripts/lib/golden.js";

const definition = render(notifyCustomer, plainBindings("orders"));
const input = { orderId: "o-1", email: "ada@example.com", trackingNumber: "T-1" };
const runs: WorkflowRun[] = [];

async function run(mocks: Mocks): Promise<WorkflowRun> {
  const finished = await runWorkflow(definition, { input, mocks });
  runs.push(finished);
  return finished;
}

test("tells the customer, and asks again when nobody answered", async () => {
  const told = await run({ EmailDispatch: [{ error: "Unavailable" }, { output: { messageId: "e-1" } }] });
  expect(told).toMatchObject({ status: "SUCCEEDED", output: { customer: "notified" } });
  expect(told.calls[1]?.parameters).toMatchObject({ Payload: { kind: "dispatched", ...input } });
});

test("an address that takes no e-mail is not worth an order", async () => {
  const unreachable = await run({ EmailDispatch: [{ error: "EmailRejected" }] });
  expect(unreachable).toMatchObject({ status: "SUCCEEDED", output: { customer: "not reached" } });
});

test("all else fails, so that the order is undone", async () => {
  expect(await run({ EmailDispatch: [{ error: "InvalidInput" }] })).toMatchObject({
    status: "FAILED",
    error: "InvalidInput",
  });
});

afterAll(() => {
  const report = coverage(definition, runs);
  console.log(`notify-customer: ${report.text}`);
  assertCovered(report);
});
