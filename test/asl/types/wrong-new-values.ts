// Programs that must not compile: variables, distributed Maps, selected results, roles, parts and states in JSONata form. Each expectation
// names the words that the compiler has to print.
import {
  add,
  assumeRole,
  bucket,
  type DataPart,
  distributedMap,
  entries,
  intrinsics,
  invoke,
  items,
  lambda,
  parallel,
  pathWorkflow,
  queue,
  role,
  rules,
  s3Items,
  seconds,
  selectResult,
  workflow,
  writtenTo,
} from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

interface Order {
  readonly orderId: string;
  readonly total: number;
  readonly roleArn: string;
  readonly size: "small" | "large";
  readonly lines: readonly { readonly sku: string; readonly count: number }[];
  readonly prices: { readonly [sku: string]: number };
}
type Shape = { readonly kind: "circle"; readonly radius: number } | { readonly kind: "square"; readonly side: number };

const pay = lambda<Handler<{ orderId: string }, { id: string; status: "paid" | "declined" }, "CardLost">>("pay");
const start = workflow<Order>("orders");
const counted = start.set("Begin", () => ({ tries: 0, label: "a" }));
const work = () => invoke(pay, { orderId: "1" });
const path = pathWorkflow<Order>("orders");
const payAt = path.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), {
  resultPath: "$.payment",
  assign: ({ at }) => ({ receipt: at("$.id"), tries: 0 }),
});

// --- New values for bound names ------------------------------------------------------------------------------------

// @ts-expect-error: the name trise is not bound here: bind it by set
counted.wait("Pause", seconds(1), { assign: ({ tries }) => ({ trise: add(tries, 1) }) });
// @ts-expect-error: Type 'string' is not assignable to type
counted.wait("Pause", seconds(1), { assign: () => ({ tries: "none" }) });
// @ts-expect-error: the input is what the execution was started with: it cannot be set
counted.do("Pay", work, { assign: () => ({ input: 1 }) });
// @ts-expect-error: the input is what the execution was started with: it cannot be set
counted.choice("Size", (c) => c.otherwise((w) => w.assign(() => ({ input: 1 }))));
counted.do("Both", ({ branch }) =>
  // @ts-expect-error: the name tries is bound outside this branch or iteration: it cannot be set here
  parallel(branch.set("Again", () => ({ tries: 1 })).succeed("Done")),
);
counted.do("Both", ({ branch }) =>
  // @ts-expect-error: the name tries is bound outside this branch or iteration: it cannot be set here
  parallel(branch.wait("Pause", seconds(1), { assign: () => ({ tries: 1 }) }).succeed("Done")),
);
counted.do("Both", ({ branch }) =>
  // @ts-expect-error: the name tries is already bound outside this branch or iteration
  parallel(branch.let("tries", "Pay", work).succeed("Done")),
);
counted.do("Lines", ({ input, map }) =>
  // @ts-expect-error: the name line is bound outside this branch or iteration: it cannot be set here
  map("line", input.lines, (w) => w.set("Change", () => ({ line: 1 })).succeed("Line")),
);
// @ts-expect-error: 'coment' does not exist in type
start.wait("Pause", seconds(1), { coment: "why" });

// --- Selected results, roles, objects --------------------------------------------------------------------------------

// @ts-expect-error: Property 'receipt' does not exist
start.let("id", "Pay", () => selectResult(work(), (paid) => paid.receipt));
// @ts-expect-error: Property 'status' does not exist
start.let("id", "Pay", () => selectResult(work(), (paid) => ({ id: paid.id }))).succeed("Done", ({ id }) => id.status);
// @ts-expect-error: there is no field id here
path.task("Pay", () => selectResult(work(), (paid) => ({ id: paid.id })), { resultPath: "$.p" }).succeed("Done", "$.p.id");
// @ts-expect-error: Type '"queue"' is not assignable to type '"role"'
start.do("Pay", work, { credentials: queue("q") });
// @ts-expect-error: Argument of type 'Expr<number>' is not assignable to parameter of type 'Expr<string>'
start.do("Pay", work, { credentials: ({ input }) => assumeRole(input.total, role("a")) });
// @ts-expect-error: Expected at least 2 arguments, but got 1
start.do("Pay", work, { credentials: ({ input }) => assumeRole(input.roleArn) });
// @ts-expect-error: is not assignable to parameter of type
start.do("Prices", ({ input, mapEntries }) => mapEntries("price", input.orderId, (w) => w.succeed("Price")));
// @ts-expect-error: Property 'pricesKey' does not exist
start.do("Prices", ({ input, mapEntries }) => mapEntries("price", input.prices, (w) => w.succeed("Price", ({ pricesKey }) => pricesKey)));

// --- Distributed Maps: only what is passed in is there ------------------------------------------------------------------

counted.do("Lines", ({ input }) =>
  // @ts-expect-error: Property 'tries' does not exist
  distributedMap(items(input.lines), (w) => w.succeed("Line", ({ tries }) => tries)),
);
start.do("Lines", ({ input }) =>
  // @ts-expect-error: Property 'orderId' does not exist
  distributedMap(items(input.lines), (w) => w.succeed("Line", ({ input }) => input.orderId)),
);
start.do("Lines", ({ input }) =>
  // @ts-expect-error: Property 'sku' does not exist
  distributedMap(items(input.lines).inBatches({ maxItems: 5 }), (w) => w.succeed("Line", ({ input }) => input.sku)),
);
start.do("Lines", ({ input }) =>
  // @ts-expect-error: Property 'BatchInput' does not exist
  distributedMap(items(input.lines).inBatches({ maxItems: 5 }), (w) => w.succeed("Line", ({ input }) => input.BatchInput)),
);
// @ts-expect-error: is not assignable to parameter of type 'Batching
start.do("Lines", ({ input }) => distributedMap(items(input.lines).inBatches({}), (w) => w.succeed("Line")));
// @ts-expect-error: Property 'skew' does not exist
start.do("Lines", ({ input }) => distributedMap(items(input.lines).select(({ item }) => item.skew), (w) => w.succeed("Line")));
// @ts-expect-error: is not assignable to parameter of type 'Expr<readonly
start.do("Lines", ({ input }) => distributedMap(items(input.orderId), (w) => w.succeed("Line")));
// @ts-expect-error: Property 'Name' does not exist
start.do("Prices", ({ input }) => distributedMap(entries(input.prices), (w) => w.succeed("Price", ({ input }) => input.Name)));
// @ts-expect-error: this path is still open: finish it with succeed, fail or goTo
start.do("Lines", ({ input }) => distributedMap(items(input.lines), (w) => w.wait("Pause", seconds(1))));
// @ts-expect-error: '"bucket"'
start.do("Rows", () => distributedMap(s3Items.csv(queue("q"), "a.csv"), (w) => w.succeed("Row")));
// @ts-expect-error: Type 'number' is not assignable to type 'string'
start.do("Rows", () => distributedMap(s3Items.csv<{ count: number }>(bucket("b"), "a.csv"), (w) => w.succeed("Row")));
// @ts-expect-error: Type '"EXPRES"' is not assignable to type
start.do("Rows", () => distributedMap(s3Items.listing(bucket("b"), "in/"), (w) => w.succeed("Row"), { executionType: "EXPRES" }));
// @ts-expect-error: Property 'Keys' does not exist
start.let("out", "Rows", () => distributedMap(s3Items.listing(bucket("b"), "in/"), (w) => w.succeed("Row"), { results: writtenTo(bucket("b"), "out") })).succeed("Done", ({ out }) => out.ResultWriterDetails.Keys);
// @ts-expect-error: this step never fails with CardLost
start.do("Lines", ({ input }) => distributedMap(items(input.lines), (w) => w.do("Pay", work).succeed("Line")), { catch: { CardLost: (w) => w.fail("F", "F") } });

// --- JSONPath mode: variables -----------------------------------------------------------------------------------------

// @ts-expect-error: there is no variable receit here
payAt.succeed("Done", "$receit");
// @ts-expect-error: there is no field id here: what holds it may be missing or is no object
payAt.succeed("Done", "$receipt.id");
// @ts-expect-error: there is no variable receipt here
path.succeed("Done", "$receipt");
// @ts-expect-error: there is no field orderId here
path.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { assign: ({ at }) => ({ id: at("$.orderId") }) });
// @ts-expect-error: Type '"many"' is not assignable to type
payAt.set("Count", () => ({ tries: "many" }));
// @ts-expect-error: the name input is reserved: choose another one
payAt.set("Count", () => ({ input: 1 }));
// @ts-expect-error: Type '"none"' is not assignable to type
payAt.choice("Count", (c) => c.otherwise((w) => w.assign(() => ({ tries: "none" }))));
// @ts-expect-error: there is no field orderID here
payAt.wait("Pause", seconds(1), { assign: ({ at }) => ({ id: at("$.orderID") }) });
// @ts-expect-error: the variable tries is set outside this branch or iteration: it cannot be set here
payAt.parallel("Both", [(w) => w.set("Count", () => ({ tries: 1 })).succeed("Done")]);
// @ts-expect-error: there is no variable inner here
payAt.parallel("Both", [(w) => w.set("Count", () => ({ inner: 1 })).succeed("One")]).succeed("Done", "$inner");
// @ts-expect-error: there is no variable tries here
payAt.distributedMap("Lines", ({ at }) => items(at("$.lines")), (w) => w.succeed("Line", "$tries"));
// @ts-expect-error: there is no variable once here
path.choice("Size", (c) => c.when(({ at }) => rules.stringEquals(at("$.size"), "small"), (w) => w.set("Set", () => ({ once: 1 }))).otherwise((w) => w)).succeed("Done", "$once");

// --- JSONPath mode: match, parts, states in JSONata form ------------------------------------------------------------------

// @ts-expect-error: Property 'large' is missing
path.match("Size", "$.size", { small: (w) => w }, (w) => w);
// @ts-expect-error: $.size never has the value huge
path.match("Size", "$.size", { small: (w) => w, large: (w) => w, huge: (w) => w }, (w) => w);
// @ts-expect-error: $.orderId may be any text: use choice
path.match("Id", "$.orderId", {}, (w) => w);
// @ts-expect-error: $.total is not always a text: use choice
path.match("Total", "$.total", {}, (w) => w);
// @ts-expect-error: there is no field side here
pathWorkflow<Shape>("shapes").match("Kind", "$.kind", { circle: (w) => w.succeed("C", "$.side"), square: (w) => w.succeed("S", "$.side") }, (w) => w);
const receipt = (w: DataPart<{ payment: { id: string } }, { tries: number }>) => w.pass("Receipt", ({ at }) => at("$.payment.id"), { resultPath: "$.receipt" });
payAt.use(receipt).succeed("Done", "$.orderId");
// @ts-expect-error: this part needs data that is not here, or is of another type: payment
path.use(receipt);
// @ts-expect-error: this part needs a variable that is not set here, or is of another type: tries
path.pass("Pay", () => ({ id: "1" }), { resultPath: "$.payment" }).use(receipt);
const only = (w: DataPart<{ orderId: string }>) => w.select("Only", "$.orderId");
// @ts-expect-error: there is no field orderId here
path.use(only).succeed("Done", "$.orderId");
// @ts-expect-error: Property 'totals' does not exist
path.jsonataPass("Total", ({ input }) => ({ total: input.totals }));
// @ts-expect-error: there is no field orderId here
path.jsonataPass("Total", ({ input }) => ({ total: input.total })).succeed("Done", "$.orderId");
// @ts-expect-error: Type 'number' is not assignable to type 'string'
path.jsonataTask("Pay", ({ input }) => invoke(pay, { orderId: input.total }));
// @ts-expect-error: Property 'receipt' does not exist
path.jsonataTask("Pay", ({ input }) => invoke(pay, { orderId: input.orderId }), { output: ({ result }) => result.receipt });
// @ts-expect-error: Problem<"$.lines is a list: use map">
path.mapEntries("Lines", "$.lines", ({ item }) => ({ n: intrinsics.mathAdd(item, 1) }), (w) => w.succeed("Line"));

// --- Variables that a rule or a catcher binds ------------------------------------------------------------------------

// @ts-expect-error: the name tries is already bound on this path
counted.choice("Size", (c) => c.otherwise((w) => w.assign(() => ({ size: 1 })).let("tries", "Pay", work).goTo("Pay")));
// @ts-expect-error: Property 'size' does not exist
counted.choice("Size", (c) => c.when(() => true, (w) => w.assign(() => ({ size: 1 }))).otherwise((w) => w)).succeed("Done", ({ size }) => size);
// @ts-expect-error: Type 'string' is not assignable to type
counted.choice("Size", (c) => c.when(() => true, (w) => w.assign(() => ({ tries: "none" }))).otherwise((w) => w));
// @ts-expect-error: Property 'errorOutput' does not exist
counted.choice("Size", (c) => c.otherwise((w) => w.assign(({ errorOutput }) => ({ why: errorOutput.Cause }))));
// @ts-expect-error: Property 'Reason' does not exist
counted.do("Pay", work, { catch: { CardLost: (w) => w.assign(({ errorOutput }) => ({ why: errorOutput.Reason })) } });
// @ts-expect-error: there is no field Reason here
path.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { catch: { CardLost: (w) => w.assign(({ at }) => ({ why: at("$.Reason") })) } });
// @ts-expect-error: the name errorOutput is reserved: choose another one
counted.set("Name", () => ({ errorOutput: 1 }));
// @ts-expect-error: the value of why may be missing: use orElse, or in JSONPath mode whenPresent
counted.do("Pay", work, { catch: { CardLost: (w) => w.assign(({ errorOutput }) => ({ why: errorOutput.Cause })) } });
// @ts-expect-error: Type 'string | undefined' is not assignable to type 'string'
counted.do("Pay", work, { catch: { CardLost: (w) => w.as("problem").fail("Lost", "Lost", ({ problem }) => problem.Cause) } });
// @ts-expect-error: the value of why may be missing: use orElse, or in JSONPath mode whenPresent
path.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { catch: { CardLost: (w) => w.assign(({ at }) => ({ why: at("$.Cause") })) } });
