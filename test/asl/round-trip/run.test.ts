import { expect, test } from "vitest";
import {
  bucket,
  distributedMap,
  errors,
  invoke,
  items,
  lambda,
  pathWorkflow,
  render,
  s3Items,
  selectResult,
  statements,
  workflow,
} from "../../../asl/index.js";
import { runWorkflow } from "../../../asl/testing/index.js";
import { jsonataPrograms } from "./jsonata-programs.js";
import { jsonpathPrograms } from "./jsonpath-programs.js";
import { bindings } from "./subjects.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

const order = {
  orderId: "7",
  total: 5,
  due: "2026-01-01T00:00:00Z",
  roleArn: bindings.role("tenant"),
  limit: 60,
  size: "small",
  lines: [
    { sku: "a", count: 1 },
    { sku: "b", count: 2 },
  ],
  prices: { a: 3, b: 4 },
};
// A mock gives what the function returns; the engine puts it into the envelope of `lambda:invoke`.
const paid = { id: "r1", status: "paid" };

test.each([
  ["jsonata", jsonataPrograms.task, { Pay: [{ output: paid }] }, { id: "r1", tries: 1 }],
  ["jsonpath", jsonpathPrograms.task, { Pay: [{ output: paid }], PayAgain: [{ output: { id: "r2" } }] }, { id: "r1" }],
] as const)("variables that a %s task sets are read by later states", async (_name, program, mocks, output) => {
  if (!program) throw new Error("There is no such program.");
  const run = await runWorkflow(render(program, bindings), { input: order, mocks });
  expect(run).toMatchObject({ status: "SUCCEEDED", output });
});

test("states in JSONata form pass data, variables and caught errors on", async () => {
  const program = jsonpathPrograms["jsonata-states"];
  if (!program) throw new Error("There is no such program.");
  const definition = render(program, bindings);
  const good = await runWorkflow(definition, { input: order, mocks: { Pay: [{ output: paid }] } });
  expect(good).toMatchObject({ status: "SUCCEEDED", output: "r1", path: ["Begin", "Total", "Pay", "Status", "Done"] });
  const bad = await runWorkflow(definition, {
    input: order,
    mocks: { Pay: [{ error: "Refused", cause: "no money" }] },
  });
  expect(bad).toMatchObject({ status: "FAILED", error: "NotPaid", cause: "Refused" });
});

test("a selected result, and a caught error beside untouched data", async () => {
  const pay = lambda<Handler<{ orderId: string }, { id: string; cents: number }, "CardLost">>("pay");
  const selected = workflow<{ orderId: string }>("orders")
    .let("id", "Pay", ({ input }) => selectResult(invoke(pay, { orderId: input.orderId }), (receipt) => receipt.id))
    .succeed("Done", ({ id }) => ({ id }));
  const mocks = { Pay: [{ output: { id: "r1", cents: 5 } }] };
  expect(await runWorkflow(render(selected, bindings), { input: { orderId: "7" }, mocks })).toMatchObject({
    output: { id: "r1" },
  });
  const caught = pathWorkflow<{ orderId: string }>("orders")
    .task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), {
      catch: { [errors.any]: (w) => w.as("$.problem").succeed("NotPaid") },
    })
    .succeed("Paid");
  const refused = { Pay: [{ error: "CardLost", cause: "gone" }] };
  expect(await runWorkflow(render(caught, bindings), { input: { orderId: "7" }, mocks: refused })).toMatchObject({
    output: { orderId: "7", problem: { Error: "CardLost", Cause: "gone" } },
  });
});

test("child executions of a distributed Map see what they are given, with an inline Map inside as well", async () => {
  const program = workflow<typeof order>("orders")
    .let("all", "Lines", ({ input }) =>
      distributedMap(
        items(input.lines)
          .select(({ item }) => ({ sku: item.sku, orderId: input.orderId }))
          .inBatches({ maxItems: 2, input: { total: input.total } }),
        (w) =>
          w
            .let("skus", "Each", ({ input, map }) =>
              map("one", input.Items, (w) =>
                w.succeed("One", ({ input, one }) => [one.orderId, one.sku, input.BatchInput.total]),
              ),
            )
            .succeed("Batch", ({ skus }) => skus),
      ),
    )
    .succeed("Done", ({ all }) => all);
  const run = await runWorkflow(render(program, bindings), { input: order });
  expect(run).toMatchObject({
    status: "SUCCEEDED",
    output: [
      [
        ["7", "a", 5],
        ["7", "b", 5],
      ],
    ],
  });
});

test("in JSONPath mode too, a role is allowed what the states inside and the reader need", () => {
  const pay = lambda<Handler<{ orderId: string }, null, never>>("pay");
  const program = pathWorkflow<typeof order>("orders")
    .distributedMap(
      "Rows",
      () => s3Items.csv<{ id: string }>(bucket("files"), "rows.csv"),
      (w) => w.jsonataTask("Pay", ({ input }) => invoke(pay, { orderId: input.id })).succeed("Row"),
    )
    .succeed("Done");
  const account = { partition: "aws", region: "eu-west-1", accountId: "123456789012" };
  expect(statements(program, { ...bindings, account, self: "orders" })).toEqual([
    { actions: ["lambda:InvokeFunction"], resources: [bindings.lambda("pay")] },
    { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/rows.csv"] },
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: ["arn:aws:states:eu-west-1:123456789012:execution:orders:*"],
    },
    { actions: ["states:RedriveExecution"], resources: ["arn:aws:states:eu-west-1:123456789012:execution:orders/*:*"] },
    { actions: ["states:StartExecution"], resources: ["arn:aws:states:eu-west-1:123456789012:stateMachine:orders"] },
  ]);
});
