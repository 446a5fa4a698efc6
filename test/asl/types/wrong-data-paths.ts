// Workflows in JSONPath mode that must not compile. Each expectation names the words that the compiler has to print.
import { errors, intrinsics, invoke, lambda, pathWorkflow, rules, seconds, until } from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

interface Order {
  readonly orderId: string;
  readonly total: number;
  readonly customer: { readonly name: string; readonly email?: string };
  readonly lines: readonly { readonly sku: string; readonly count: number }[];
  readonly size: "small" | "large";
}

const pay = lambda<Handler<{ orderId: string }, { id: string; status: "paid" | "declined" }, "CardLost">>("pay");
const start = pathWorkflow<Order>("orders");
const paid = start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" });

// --- Paths are checked against the data's type --------------------------------------------------------------------

// @ts-expect-error: there is no field orderID here
start.succeed("Done", "$.orderID");
// @ts-expect-error: there is no field nick here
start.succeed("Done", "$.customer.nick");
// @ts-expect-error: what holds it may be missing or is no object
start.succeed("Done", "$.customer.email.domain");
// @ts-expect-error: there is no field skew here
start.succeed("Done", "$.lines[0].skew");
// @ts-expect-error: there is no field skew here
start.succeed("Done", "$.lines[*].skew");
// @ts-expect-error: [0] needs a list
start.succeed("Done", "$.orderId[0]");
// @ts-expect-error: [first] is not a position: use a number or *
start.succeed("Done", "$.lines[first]");
// @ts-expect-error: orderId is not a path: begin it with $. or $$.
start.succeed("Done", "orderId");
// @ts-expect-error: there is no field Names here
start.pass("Begin", ({ at }) => ({ name: at("$$.Execution.Names") }));
// @ts-expect-error: Type 'number' is not assignable to type 'string'
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.total") }));
// @ts-expect-error: Type 'undefined' is not assignable to type 'string'
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.customer.email") }));
// @ts-expect-error: Type 'readonly string[]' is not assignable to type 'string'
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.lines[*].sku") }));
// @ts-expect-error: Type 'number' is not assignable to type 'string'
start.wait("Pause", ({ at }) => until(at("$.total")));

// --- What a state does to the data stands in its type -------------------------------------------------------------------

// @ts-expect-error: there is no field payment here
start.succeed("Done", "$.payment.id");
// @ts-expect-error: there is no field receipt here
paid.succeed("Done", "$.payment.receipt");
start
  .task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }))
  // @ts-expect-error: there is no field orderId here
  .succeed("Done", "$.orderId");
start
  .task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: null })
  // @ts-expect-error: there is no field id here
  .succeed("Done", "$.id");
start
  .task("Pay", ({ at }) => invoke(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" })
  // @ts-expect-error: there is no field id here
  .succeed("Done", "$.payment.id");
start.task("Pay", ({ at }) => invoke(pay, { orderId: at("$.orderId") }), {
  // @ts-expect-error: there is no field payload here
  resultSelector: ({ at }) => ({ id: at("$.payload.id") }),
});
start
  .pass("Begin", () => ({ tries: 0 }), { resultPath: "$.state.counts" })
  // @ts-expect-error: there is no field attempts here
  .succeed("Done", "$.state.counts.attempts");
// @ts-expect-error: there is no field receipt here
paid.outputPath("$.receipt");
// @ts-expect-error: there is no field orderId here
paid.outputPath("$.payment").succeed("Done", "$.orderId");
// @ts-expect-error: there is no field total here
start.select("Customer", "$.customer").succeed("Done", "$.total");
// @ts-expect-error: there is no field payment here
start.choice("Size", (c) => c.when(({ at }) => rules.stringEquals(at("$.size"), "small"), (w) => w.pass("P", () => 1, { resultPath: "$.payment" })).otherwise((w) => w)).succeed("Done", "$.payment");
// @ts-expect-error: there is no field sku here
start.map("Lines", "$.lines", (w) => w.succeed("Line", "$.sku.sku"));
// @ts-expect-error: is no list
start.map("Lines", "$.total", (w) => w.succeed("Line", "$.x"));
// @ts-expect-error: there is no item 2 in this list
start.parallel("Both", [(w) => w.succeed("A", "$.total"), (w) => w.succeed("B", "$.orderId")]).succeed("Done", "$[2]");
// @ts-expect-error: is not assignable to
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "payment" });

// --- Names, errors, transitions, rules ------------------------------------------------------------------------------

// @ts-expect-error: there is already a state called Pay
paid.wait("Pay", seconds(1));
// @ts-expect-error: there is no earlier state called Paid on this path
paid.goTo("Paid");
// @ts-expect-error: the data here lacks what Pay begins with
paid.select("Customer", "$.customer").goTo("Pay");
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), {
  // @ts-expect-error: this step never fails with CardFound
  catch: { CardFound: (w) => w.fail("Failed", "Failed") },
});
// @ts-expect-error: Type '"CardFound"' is not assignable to type
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { retry: [{ on: ["CardFound"] }] });
start.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), {
  // @ts-expect-error: there is no field Reason here
  catch: { [errors.any]: (w) => w.as("$.problem").fail("Failed", "Failed", ({ at }) => at("$.problem.Reason")) },
});
// @ts-expect-error: this path is still open: finish it with succeed, fail or goTo
start.parallel("Both", [(w) => w.wait("Pause", seconds(1))]);
// @ts-expect-error: Property 'wait' does not exist on type 'ClosedFlow
start.succeed("Done").wait("Pause", seconds(1));
// @ts-expect-error: '"medium"' is not assignable to
start.choice("Size", (c) => c.when(({ at }) => rules.stringEquals(at("$.size"), "medium"), (w) => w).otherwise((w) => w));
// @ts-expect-error: 'string' is not assignable to
start.choice("Size", (c) => c.when(({ at }) => rules.numericEquals(at("$.total"), "1"), (w) => w).otherwise((w) => w));
// @ts-expect-error: Type 'number' is not assignable to type 'string'
start.choice("Size", (c) => c.when(({ at }) => rules.stringMatches(at("$.total"), "1*"), (w) => w).otherwise((w) => w));
// @ts-expect-error: Type 'string' is not assignable to type 'readonly unknown[]'
start.pass("Count", ({ at }) => ({ n: intrinsics.arrayLength(at("$.orderId")) }));
// @ts-expect-error: is not assignable to parameter of type
start.pass("Hash", ({ at }) => ({ n: intrinsics.hash(at("$.orderId"), "CRC32") }));

// --- What may be missing is asked for first -------------------------------------------------------------------------

interface Parcel {
  readonly orderId: string;
  readonly coupon?: string;
  readonly notes?: readonly string[];
  readonly customer?: { readonly name: string; readonly phone?: string };
}
const parcel = pathWorkflow<Parcel>("parcels");

parcel.choice("Known", (c) =>
  c.whenPresent("$.customer.phone", (w) => w.succeed("Call", "$.customer.phone")).otherwise((w) => w.fail("Unknown", "Unknown")));
parcel
  .choice("Coupon", (c) => c.whenPresent("$.coupon", (w) => w).otherwise((w) => w.pass("None", () => "none", { resultPath: "$.coupon" })))
  .succeed("Done", "$.coupon");
// A loop comes back to data of which the same may be missing.
parcel
  .task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), {
    resultPath: null,
    catch: { CardLost: (w) => w.as("$.problem").wait("Later", seconds(9)).goTo("Pay") },
  });
// @ts-expect-error: $.coupon may be missing: ask for it by whenPresent of a choice
parcel.succeed("Done", "$.coupon");
// @ts-expect-error: $.coupon may be missing: ask for it by whenPresent of a choice
parcel.select("Coupon", "$.coupon");
// @ts-expect-error: $.notes may be missing: ask for it by whenPresent of a choice
parcel.map("Notes", "$.notes", (w) => w.succeed("Note"));
// @ts-expect-error: this value may be missing: use orElse, or in JSONPath mode whenPresent
parcel.pass("Coupon", ({ at }) => ({ coupon: at("$.coupon") }));
// @ts-expect-error: this value may be missing: use orElse, or in JSONPath mode whenPresent
parcel.jsonataPass("Coupon", ({ input }) => ({ coupon: input.coupon }));
// @ts-expect-error: there is no field fone here
parcel.choice("Known", (c) => c.whenPresent("$.customer.fone", (w) => w).otherwise((w) => w));
parcel.choice("Known", (c) =>
  c
    .whenPresent("$.customer", (w) => w)
    // @ts-expect-error: there is no field name here: what holds it may be missing or is no object
    .otherwise((w) => w.succeed("Named", "$.customer.name")));

// --- Where a result is put, and what a Map runs over -----------------------------------------------------------------

const payment = () => invoke.payloadOnly(pay, { orderId: "1" });
// @ts-expect-error: orderId is no object: nothing can be put into it
start.task("Pay", payment, { resultPath: "$.orderId.payment" });
// @ts-expect-error: a result is put at names with dots between them, such as $.payment.receipt
start.task("Pay", payment, { resultPath: "$.lines[0]" });
// @ts-expect-error: a result is put at names with dots between them, such as $.payment.receipt
start.pass("Pay", () => 1, { resultPath: "$..payment" });
// @ts-expect-error: total is no object: nothing can be put into it
start.task("Pay", payment, { catch: { [errors.any]: (w) => w.as("$.total.problem").fail("Failed", "Failed") } });
// @ts-expect-error: $.orderId is no list
start.map("Lines", "$.orderId", (w) => w.succeed("Line"));

// --- States in JSONata form set variables by the same rules -----------------------------------------------------------

const counting = start.set("Begin", () => ({ tries: 0 }));
// @ts-expect-error: Type 'string' is not assignable to type 'Arg<number>'
counting.jsonataPass("Again", () => 1, { assign: () => ({ tries: "none" }) });
// @ts-expect-error: the name input is reserved: choose another one
counting.jsonataPass("Again", () => 1, { assign: () => ({ input: 1 }) });
counting.parallel("Both", [
  // @ts-expect-error: the variable tries is set outside this branch or iteration: it cannot be set here
  (w) => w.jsonataTask("Pay", payment, { assign: () => ({ tries: 1 }) }).succeed("Paid"),
]);

// --- A saga's undo steps see what is surely there -------------------------------------------------------------------

start.saga(
  (saga) =>
    saga.step(
      (w) => w.task("Charge", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" }),
      // @ts-expect-error: there is no field payment here
      (w) => w.wait("Undo", ({ at }) => until(at("$.payment.id"))),
    ),
  {
    // @ts-expect-error: there is no field payment here
    failed: (w) => w.fail("Failed", "Failed", ({ at }) => at("$.payment.id")),
    stuck: (w) => w.fail("Stuck", "Stuck", ({ at }) => at("$.stuck.Error")),
  },
);
start.saga((saga) => saga.step((w) => w.wait("Pause", seconds(1))), {
  // @ts-expect-error: this path is still open: finish it with succeed, fail or goTo
  failed: (w) => w,
  stuck: (w) => w.fail("Stuck", "Stuck"),
});
