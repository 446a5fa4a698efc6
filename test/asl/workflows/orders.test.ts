import { afterAll, describe, expect, test } from "vitest";
import {
  assertCovered,
  assertNotCalled,
  callsOf,
  coverage,
  type Mocks,
  runWorkflow,
  type WorkflowRun,
} from "../../../asl/testing/index.js";
import { definition, order, wellMocks } from "./orders-world.js";

const runs: WorkflowRun[] = [];

async function run(mocks: Mocks = {}, input: typeof order = order): Promise<WorkflowRun> {
  const finished = await runWorkflow(definition, { input, mocks: { ...wellMocks, ...mocks }, executionName: "o-1" });
  runs.push(finished);
  return finished;
}

/** The undo steps of a run, and what follows them. */
const undoStates = new Set(
  ["CancelShipping", "ReleaseInventory", "RefundPayment", "TellCustomer", "RecordFailure", "OrderFailed"].concat([
    "RecordNeed",
    "CallPerson",
    "NeedsAttention",
  ]),
);
const undoPath = ({ path }: WorkflowRun) => path.filter((state) => undoStates.has(state));

const told = ["TellCustomer", "RecordFailure", "OrderFailed"];
const refunded = ["RefundPayment", ...told];
const released = ["ReleaseInventory", ...refunded];
const cancelled = ["CancelShipping", ...released];

describe("an order that goes well", () => {
  test("passes through all steps, each of which adds its part to the data", async () => {
    const done = await run();
    expect(done).toMatchObject({ status: "SUCCEEDED", output: { trackingNumber: "T-1" } });
    expect(done.path.filter((state) => !/Line|Recorded|Notified|Announced/.test(state))).toEqual([
      "ClaimOrder",
      "ProcessPayment",
      "PaymentSucceeded?",
      "CheckFraud",
      "ReserveInventory",
      "WritePickList",
      "PickAndPack",
      "BookShipping",
      "Dispatch",
      "RecordOrder",
      "NotifyWarehouse",
      "AnnounceDispatch",
      "NotifyCustomer",
      "SettleInventory",
      "Dispatched",
    ]);
    expect(undoPath(done)).toEqual([]);
    const settled = done.history.find(
      ({ stateEnteredEventDetails: entered }) => entered?.name === "SettleInventory",
    )?.stateEnteredEventDetails;
    expect(JSON.parse(settled?.input ?? "")).toEqual({
      ...order,
      payment: { status: "charged" },
      picking: { orderId: "o-1", lines: order.lines },
      fraud: { risk: 5 },
      reserved: ["mug", "teapot"],
      parcel: { weightGrams: 1200 },
      shipment: { trackingNumber: "T-1" },
      dispatch: { warehouseMessage: "m-1", announcement: "n-1" },
      news: { customer: "notified" },
    });
  });

  test("gives each step what it needs, by reference to the order and the steps before", async () => {
    const done = await run();
    const parametersOf = (state: string) => callsOf(done, state).map(({ parameters }) => parameters);
    expect(parametersOf("ReserveLine")).toEqual([
      expect.objectContaining({
        TableName: "orders-dev-stock",
        Key: { sku: { S: "mug" } },
        ExpressionAttributeNames: { "#hold": "hold-o-1-0" },
        ExpressionAttributeValues: { ":quantity": { N: "2" }, ":zero": { N: "0" } },
      }),
      expect.objectContaining({ Key: { sku: { S: "teapot" } }, ExpressionAttributeNames: { "#hold": "hold-o-1-1" } }),
    ]);
    expect(parametersOf("PickAndPack")).toEqual([{ orderId: "o-1", lines: order.lines }]);
    expect(parametersOf("BookShipping")).toMatchObject([
      { Payload: { parcel: { weightGrams: 1200 }, shipTo: order.shipTo } },
    ]);
    expect(parametersOf("NotifyWarehouse")).toMatchObject([{ MessageBody: { orderId: "o-1", trackingNumber: "T-1" } }]);
    // Subscribers of the topic get no name and no address.
    expect(parametersOf("AnnounceDispatch")).toEqual([
      { TopicArn: expect.any(String), Message: { orderId: "o-1", trackingNumber: "T-1" } },
    ]);
  });
});

describe("an order that ends early", () => {
  test("because another execution has it", async () => {
    const taken = await run({ ClaimOrder: [{ error: "DynamoDB.ConditionalCheckFailedException" }] });
    expect(taken).toMatchObject({ status: "SUCCEEDED", output: "o-1", path: ["ClaimOrder", "AlreadyTaken"] });
  });

  test("because nobody can tell whether another execution has it", async () => {
    const lost = await run({ ClaimOrder: [{ error: "DynamoDB.SomethingElse" }] });
    expect(lost).toMatchObject({ status: "FAILED", error: "OrderNotClaimed", cause: "DynamoDB.SomethingElse" });
  });

  test("because the card is declined, which the customer hears", async () => {
    const declined = await run({ ProcessPayment: [{ output: { status: "declined", reason: "card_declined" } }] });
    expect(declined).toMatchObject({ status: "SUCCEEDED", output: { status: "declined" } });
    expect(declined.path.slice(2)).toEqual(["PaymentSucceeded?", "EmailCustomer", "RecordDecline", "Declined"]);
    assertNotCalled(declined, "RefundPayment");
  });
});

describe("a failure leads through exactly the undo steps that are due, in reverse", () => {
  const declines: Mocks = { ProcessPayment: [{ output: { status: "declined", reason: "card_declined" } }] };
  test.each<readonly [string, readonly string[], Mocks]>([
    ["ProcessPayment", refunded, {}],
    ["EmailCustomer", refunded, declines],
    ["RecordDecline", refunded, declines],
    ["CheckFraud", refunded, {}],
    ["ReserveLine", released, {}],
    ["PickAndPack", released, {}],
    ["BookShipping", cancelled, {}],
    ["RecordOrder", cancelled, {}],
    ["NotifyWarehouse", cancelled, {}],
    ["AnnounceDispatch", cancelled, {}],
    ["NotifyCustomer", cancelled, {}],
  ])("of %s", async (state, due, more) => {
    const failed = await run({ ...more, [state]: [{ error: "Custom.Failure", cause: "it broke" }] });
    expect(failed).toMatchObject({ status: "FAILED", error: "Custom.Failure" });
    expect(JSON.parse(failed.cause ?? "")).toEqual({ Error: "Custom.Failure", Cause: "it broke" });
    expect(undoPath(failed)).toEqual(due);
  });

  test("out of stock is an error of its own, and a line that holds nothing is released in vain", async () => {
    const conditionFailed = [{ error: "DynamoDB.ConditionalCheckFailedException" }];
    const failed = await run({ ReserveLine: conditionFailed, ReleaseLine: conditionFailed });
    expect(failed).toMatchObject({ status: "FAILED", error: "OutOfStock" });
    expect(undoPath(failed)).toEqual(released);
    expect(failed.path).toContain("NothingHeld");
  });

  test("but not once everything is done: a hold that stays is only in the way", async () => {
    const done = await run({ SettleLine: [{ error: "Custom.Failure" }] });
    expect(done.status).toBe("SUCCEEDED");
    expect(undoPath(done)).toEqual([]);
  });
});

describe("an undo step that fails calls a person", () => {
  const failing: Mocks = { NotifyCustomer: [{ error: "Custom.Failure" }] };
  test.each([
    ["CancelShipping", ["CancelShipping"]],
    ["ReleaseLine", ["CancelShipping", "ReleaseInventory"]],
    ["RefundPayment", ["CancelShipping", "ReleaseInventory", "RefundPayment"]],
    ["TellCustomer", ["CancelShipping", "ReleaseInventory", "RefundPayment", "TellCustomer"]],
    ["RecordFailure", [...cancelled.slice(0, -1)]],
  ])("%s", async (state, before) => {
    const stuck = await run({ ...failing, [state]: [{ error: "Custom.Stuck" }] });
    expect(stuck).toMatchObject({
      status: "FAILED",
      error: "NeedsAttention",
      cause: "Custom.Stuck could not be undone after Custom.Failure.",
    });
    expect(undoPath(stuck)).toEqual([...before, "RecordNeed", "CallPerson", "NeedsAttention"]);
    expect(callsOf(stuck, "CallPerson")).toMatchObject([
      { parameters: { Message: { orderId: "o-1", problem: "Custom.Failure", notUndone: "Custom.Stuck" } } },
    ]);
  });

  test("even if neither the row nor the call can be written", async () => {
    const broken = [{ error: "Custom.Broken" }];
    const stuck = await run({ ...failing, RefundPayment: broken, RecordNeed: broken, CallPerson: broken });
    expect(stuck).toMatchObject({ status: "FAILED", error: "NeedsAttention" });
  });
});

describe("a passing failure is tried again", () => {
  const cancelling: Mocks = { NotifyCustomer: [{ error: "Custom.Failure" }] };
  const declining: Mocks = { ProcessPayment: [{ output: { status: "declined", reason: "card_declined" } }] };
  const stuck: Mocks = { ...cancelling, RefundPayment: [{ error: "RefundRefused" }] };
  const throttled = "DynamoDB.ProvisionedThroughputExceededException";
  test.each<readonly [string, string, Mocks]>([
    ["ClaimOrder", throttled, {}],
    ["ProcessPayment", "Unavailable", {}],
    ["EmailCustomer", "Unavailable", declining],
    ["RecordDecline", throttled, declining],
    ["CheckFraud", "Lambda.TooManyRequestsException", {}],
    ["ReserveLine", throttled, {}],
    ["PickAndPack", "States.HeartbeatTimeout", {}],
    ["BookShipping", "Lambda.Unknown", {}],
    ["RecordOrder", throttled, {}],
    ["NotifyWarehouse", "SQS.SdkClientException", {}],
    ["AnnounceDispatch", "SNS.SdkClientException", {}],
    ["SettleLine", throttled, {}],
    ["CancelShipping", "Unavailable", cancelling],
    ["ReleaseLine", throttled, cancelling],
    ["RefundPayment", "Unavailable", cancelling],
    ["TellCustomer", "Unavailable", cancelling],
    ["RecordFailure", throttled, cancelling],
    ["RecordNeed", throttled, stuck],
    ["CallPerson", "SNS.SdkClientException", stuck],
  ])("by %s after %s", async (state, error, more) => {
    const well = more[state] ?? wellMocks[state];
    const answer = typeof well === "function" || well === undefined ? [] : well;
    const again = await run({ ...more, [state]: [{ error }, ...answer] });
    const same = await run(more);
    expect([again.status, again.error]).toEqual([same.status, same.error]);
    expect(again.retries).toMatchObject([{ state, delaySeconds: 2 }]);
  });

  test("ReserveInventory: after a time-out, in 2, 4 and 8 seconds, three times", async () => {
    const late = await run({ ReserveLine: [{ timeout: true }] }, { ...order, lines: [{ sku: "mug", quantity: 1 }] });
    expect(late.retries.map(({ delaySeconds }) => delaySeconds)).toEqual([2, 4, 8]);
    expect(late).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(undoPath(late)).toEqual(released);
  });

  test("PickAndPack: when a worker falls silent, another one gets the order", async () => {
    const picked = await run({
      PickAndPack: [{ timeout: true }, { output: { weightGrams: 1 }, afterSeconds: 300, heartbeatEverySeconds: 30 }],
    });
    expect(picked.status).toBe("SUCCEEDED");
    expect(callsOf(picked, "PickAndPack").map(({ at }) => at)).toEqual([0, 62]);
  });
});

afterAll(() => {
  const report = coverage(definition, runs);
  console.log(`orders: ${report.text}`);
  assertCovered(report);
});
