// Programs that must not compile. Each expectation names the sentence that the compiler has to print at that line:
// `tsc` checks that there is an error, and type-errors.test.ts that it says this.
import {
  add,
  awsSdk,
  dynamodb,
  eq,
  errors,
  exists,
  gt,
  inList,
  invoke,
  lambda,
  lt,
  minutes,
  orElse,
  type Part,
  parallel,
  queue,
  render,
  seconds,
  sqs,
  stateMachine,
  states,
  table,
  text,
  until,
  workflow,
} from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

interface Robot {
  readonly robotId: string;
  readonly speed: number;
  readonly status: "ONLINE" | "BROKEN";
}

interface Order {
  readonly version: 1;
  readonly orderId: string;
  readonly smoothie: string;
  readonly size: "small" | "large";
  readonly count: number;
  readonly customer?: string;
  readonly friend?: { readonly name: string; readonly nickname?: string };
  readonly address: { readonly street: string };
}

type Shape = { readonly kind: "circle"; readonly radius: number } | { readonly kind: "square"; readonly side: number };

const claim = lambda<Handler<{ orderId: string }, Robot, "NoRobotAvailable">>("claim");
const send =
  lambda<Handler<{ robotId: string; cups: number; note?: string }, { done: boolean }, "RobotRefused">>("send");
const start = workflow<Order>("smoothies");
const claimed = start.let("robot", "ClaimRobot", ({ input }) => invoke(claim, { orderId: input.orderId }));

// --- 1. References are typed -------------------------------------------------------------------------------------

start.let("robot", "ClaimRobot", ({ input }) =>
  // @ts-expect-error: Property 'orderID' does not exist
  invoke(claim, { orderId: input.orderID }),
);
start.let("robot", "ClaimRobot", ({ input }) =>
  // @ts-expect-error: Type 'number' is not assignable to type 'string'
  invoke(claim, { orderId: input.count }),
);
start.let("robot", "ClaimRobot", () =>
  // @ts-expect-error: Type 'number' is not assignable to type 'Arg<string>'
  invoke(claim, { orderId: 7 }),
);
start.let("robot", "ClaimRobot", () =>
  // @ts-expect-error: '{}' is not assignable to parameter of type 'Arg<{ orderId: string; }>'
  invoke(claim, {}),
);
start.let("robot", "ClaimRobot", ({ input }) =>
  // @ts-expect-error: 'colour' does not exist
  invoke(claim, { orderId: input.orderId, colour: "red" }),
);
start.let("robot", "ClaimRobot", ({ input }) =>
  // @ts-expect-error: Type 'undefined' is not assignable to type 'string'
  invoke(claim, { orderId: input.customer }),
);
start.let("robot", "ClaimRobot", ({ input }) =>
  // @ts-expect-error: is not assignable to type 'Arg<string>'
  invoke(claim, { orderId: input.address }),
);
start.let("robot", "ClaimRobot", ({ input }) =>
  // @ts-expect-error: Property 'city' does not exist
  invoke(claim, { orderId: input.address.city }),
);
claimed.do("SendOrder", ({ robot }) =>
  // @ts-expect-error: Type 'undefined' is not assignable to type 'Arg<string>'
  invoke(send, { robotId: robot.robotId, cups: 1, note: undefined }),
);
// @ts-expect-error: this value may be missing: use orElse, or in JSONPath mode whenPresent
start.succeed("Served", ({ input }) => ({ customer: input.customer }));
// @ts-expect-error: this value may be missing: use orElse, or in JSONPath mode whenPresent
start.succeed("Served", ({ input }) => [input.friend.name]);
// @ts-expect-error: Type 'undefined' is not assignable to type
claimed.do("Tell", ({ input }) => sqs.sendMessage(queue("q"), { customer: input.customer }));
start.do("Read", ({ input }) =>
  // @ts-expect-error: Type 'undefined' is not assignable to type
  sqs.sendMessage(queue("q"), orElse(input.friend, { name: "guest" }).nickname),
);
// @ts-expect-error: Type 'undefined' is not assignable to type 'string'
start.wait("Pause", ({ input }) => until(input.friend.name));
// @ts-expect-error: Property 'nme' does not exist
start.wait("Pause", ({ input }) => until(orElse(input.friend.nme, "")));
start.wait("Pause", ({ input }) => until(orElse(input.friend.name, "")));
// @ts-expect-error: Property 'robot' does not exist
start.do("SendOrder", ({ robot }) => invoke(send, { robotId: robot.robotId, cups: 1 }));
// @ts-expect-error: Type 'number' is not assignable to type 'string'
start.wait("Pause", ({ input }) => until(input.count));
// @ts-expect-error: Property 'radius' does not exist
workflow<Shape>("shapes").set("Measure", ({ input }) => ({ size: input.radius }));

// --- 2. A task's result is in scope, with the handler's type -------------------------------------------------------

claimed.do("SendOrder", ({ robot }) =>
  // @ts-expect-error: Type 'number' is not assignable to type 'string'
  invoke(send, { robotId: robot.speed, cups: 1 }),
);
// @ts-expect-error: Property 'name' does not exist
claimed.succeed("Served", ({ robot }) => ({ by: robot.name }));
// @ts-expect-error: Property 'robot' does not exist
start.do("ClaimRobot", ({ input }) => invoke(claim, input)).succeed("Served", ({ robot }) => robot);
// @ts-expect-error: the name robot is already bound on this path
claimed.let("robot", "ClaimAnother", ({ input }) => invoke(claim, { orderId: input.orderId }));
// @ts-expect-error: the name states is reserved: choose another one
start.let("states", "ClaimRobot", ({ input }) => invoke(claim, { orderId: input.orderId }));
// @ts-expect-error: the name sum is reserved: choose another one
start.let("sum", "ClaimRobot", ({ input }) => invoke(claim, { orderId: input.orderId }));
// @ts-expect-error: the name input is already bound on this path
start.let("input", "ClaimRobot", ({ input }) => invoke(claim, { orderId: input.orderId }));
// @ts-expect-error: the input is what the execution was started with: it cannot be set
start.set("Change", () => ({ input: "x" }));
// @ts-expect-error: Type 'string' is not assignable to type 'number'
start.set("Zero", () => ({ tries: add(0, 0) })).set("Again", () => ({ tries: text`none` }));

// --- 3. Error names are those of the work ------------------------------------------------------------------------

const claimWork = () => invoke(claim, { orderId: "1" });
// @ts-expect-error: Type '"NoRobotAvailible"' is not assignable to type
start.do("ClaimRobot", claimWork, { retry: [{ on: ["NoRobotAvailible"] }] });
// @ts-expect-error: Type '"RobotRefused"' is not assignable to type
start.do("ClaimRobot", claimWork, { retry: [{ on: ["RobotRefused"] }] });
start.do("ClaimRobot", claimWork, {
  // @ts-expect-error: this step never fails with NoRobot
  catch: { NoRobot: (w) => w.fail("Nobody", "Nobody") },
});
// @ts-expect-error: Type '"SOME"' is not assignable to type
start.do("ClaimRobot", claimWork, { retry: [{ on: [errors.timeout], jitter: "SOME" }] });
// @ts-expect-error: Type 'number' is not assignable to type 'Duration'
start.do("ClaimRobot", claimWork, { retry: [{ on: [errors.any], every: 5 }] });
// @ts-expect-error: Type 'number' is not assignable to type 'Limit
start.do("ClaimRobot", claimWork, { timeout: 5 });
start.do("ClaimRobot", claimWork, {
  catch: {
    // @ts-expect-error: Property 'Reason' does not exist
    [errors.any]: (w) => w.as("problem").fail("Failed", "Failed", ({ problem }) => problem.Reason),
  },
});

// --- 4. Transitions, names and ends ------------------------------------------------------------------------------

// @ts-expect-error: there is already a state called ClaimRobot
claimed.wait("ClaimRobot", seconds(1));
// @ts-expect-error: there is no earlier state called ClaimRobots on this path
claimed.goTo("ClaimRobots");
// @ts-expect-error: this path is still open: finish it with succeed, fail or goTo
parallel(claimed);
start.let("robot", "ClaimRobot", claimWork, {
  // @ts-expect-error: this path is still open: finish it with succeed, fail or goTo
  catch: { NoRobotAvailable: (w) => w.wait("Pause", minutes(1)) },
});
// @ts-expect-error: Property 'wait' does not exist on type 'ClosedFlow
start.succeed("Done").wait("Later", seconds(1));
// @ts-expect-error: Property 'do' does not exist on type 'ClosedFlow
claimed.goTo("ClaimRobot").do("SendOrder", claimWork);
start.do("Both", ({ branch }) =>
  // @ts-expect-error: there is no earlier state called Timer on this path
  parallel(branch.wait("Pause", seconds(1)).goTo("Timer")),
);
start
  .do("Both", ({ branch }) => parallel(branch.let("inner", "ClaimRobot", claimWork).succeed("Claimed")))
  // @ts-expect-error: Property 'inner' does not exist
  .succeed("Done", ({ inner }) => inner);
start
  .let("made", "Both", ({ branch }) => parallel(branch.succeed("One", () => 1)))
  // @ts-expect-error: Property '1' does not exist
  .succeed("Done", ({ made }) => made[1]);
// @ts-expect-error: Property 'as' does not exist
start.as("problem");

// --- 5. Conditions -----------------------------------------------------------------------------------------------

// @ts-expect-error: '"medium"' is not assignable to parameter of type 'Arg<"large" | "small">'
start.choice("Size", (c) => c.when(({ input }) => eq(input.size, "medium"), (w) => w).otherwise((w) => w));
// @ts-expect-error: 'string' is not assignable to parameter of type 'Arg<number>'
start.choice("Size", (c) => c.when(({ input }) => eq(input.count, "3"), (w) => w).otherwise((w) => w));
// @ts-expect-error: 'string' is not assignable to parameter of type 'Arg<number>'
start.choice("Size", (c) => c.when(({ input }) => gt(input.count, "3"), (w) => w).otherwise((w) => w));
// @ts-expect-error: Type 'undefined' is not assignable to type
start.choice("Who", (c) => c.when(({ input }) => eq(input.customer, "Ada"), (w) => w).otherwise((w) => w));
// @ts-expect-error: Type 'boolean' is not assignable to type
start.choice("Who", (c) => c.when(({ input }) => lt(exists(input.customer), 1), (w) => w).otherwise((w) => w));
// @ts-expect-error: Type 'number' is not assignable to type 'boolean'
start.choice("Count", (c) => c.when(({ input }) => input.count, (w) => w).otherwise((w) => w));
// @ts-expect-error: Type '"medium"' is not assignable to type
start.choice("Size", (c) => c.when(({ input }) => inList(input.size, ["small", "medium"]), (w) => w).otherwise((w) => w));
// @ts-expect-error: 'number' is not assignable to parameter of type 'Arg<string>'
start.succeed("Done", ({ input }) => orElse(input.customer, 7));
// @ts-expect-error: Property '[paths]' is missing
start.choice("Size", (c) => c.when(({ input }) => eq(input.size, "small"), (w) => w));
start
  .choice("Size", (c) =>
    c
      .when(
        ({ input }) => eq(input.size, "small"),
        (w) => w.let("robot", "ClaimRobot", claimWork),
      )
      .otherwise((w) => w),
  )
  // @ts-expect-error: Property 'robot' does not exist
  .succeed("Done", ({ robot }) => robot);
// @ts-expect-error: Property 'large' is missing
start.match("Size", "input.size", { small: (w) => w }, (w) => w);
// @ts-expect-error: input.size never has the value huge
start.match("Size", "input.size", { small: (w) => w, large: (w) => w, huge: (w) => w }, (w) => w);
// @ts-expect-error: Argument of type '"input.count"' is not assignable to parameter of type
start.match("Size", "input.count", {}, (w) => w);
workflow<Shape>("shapes").match(
  "Kind",
  "input.kind",
  {
    // @ts-expect-error: Property 'side' does not exist
    circle: (w) => w.succeed("Circle", ({ input }) => input.side),
    square: (w) => w.succeed("Square", ({ input }) => input.side),
  },
  (w) => w.fail("NoShape", "NoShape"),
);

// --- A handler's change that breaks a workflow does not compile ----------------------------------------------------

const renamed = lambda<Handler<{ orderNumber: string }, Robot, never>>("claim");
// @ts-expect-error: 'orderId' does not exist
start.do("ClaimRobot", () => invoke(renamed, { orderId: "1" }));
// @ts-expect-error: Property 'errors' is missing
lambda<(event: string) => Promise<string>>("plain");
// @ts-expect-error: 'lambdas' does not exist in type
render(start.succeed("Done"), { lambdas: (name: string) => name });

// --- 6. Integrations, and the task token ----------------------------------------------------------------------------

const orders = table<{ readonly orderId: string; readonly status: string }>("orders");
const told = workflow<{ readonly to: string }>("notify").succeed("Done", () => ({ told: true }));
const notify = stateMachine<{ readonly to: string }, typeof told>("notify");

// @ts-expect-error: Property 'waitForTaskToken' does not exist
dynamodb.putItem.waitForTaskToken(orders, {});
// @ts-expect-error: Property 'sync' does not exist
sqs.sendMessage.sync(queue("q"), {});
// @ts-expect-error: 'orderID' does not exist in type
dynamodb.putItem(orders, { orderID: { S: "1" } });
// @ts-expect-error: 'T' does not exist in type
dynamodb.putItem(orders, { orderId: { T: "1" } });
// @ts-expect-error: is not assignable to type
dynamodb.putItem(orders, { orderId: { N: 1 } });
// @ts-expect-error: '"table"' is not assignable to type '"queue"'
sqs.sendMessage(orders, {});
// @ts-expect-error: 'too' does not exist in type
states.startExecution(notify, { too: "Ada" });
// @ts-expect-error: Property 'tolled' does not exist
start.let("done", "Tell", () => states.startExecution.sync2(notify, { to: "Ada" })).succeed("Done", ({ done }) => done.tolled);
// @ts-expect-error: Property 'taskToken' does not exist
start.do("SendOrder", ({ taskToken }) => invoke(send, { robotId: "1", cups: 1, note: taskToken }));
// @ts-expect-error: 'topic' does not exist in type
awsSdk<{ topic: string }>("iotdataplane", "publish", { topic: "x" }, { permissions: [] });
// @ts-expect-error: Type 'number' is not assignable to type
awsSdk<{ at: Date }>("scheduler", "createSchedule", { At: 5 }, { permissions: [] });
// @ts-expect-error: Property 'permissions' is missing
awsSdk<{ topic: string }>("iotdataplane", "publish", { Topic: "x" }, {});
// @ts-expect-error: is not assignable to parameter of type 'Lowercase<string>'
awsSdk<{ topic: string }>("IoTDataPlane", "publish", { Topic: "x" }, { permissions: [] });

// --- 7. Map ---------------------------------------------------------------------------------------------------------

interface Basket {
  readonly lines: readonly { readonly sku: string }[];
  readonly note: string;
}
const basket = workflow<Basket>("basket");
basket.do("Lines", ({ input, map }) =>
  // @ts-expect-error: Type 'string' is not assignable to type 'readonly unknown[]'
  map("line", input.note, (w) => w.succeed("Line")),
);
basket.do("Lines", ({ input, map }) =>
  // @ts-expect-error: Property 'skew' does not exist
  map("line", input.lines, (w) => w.succeed("Line", ({ line }) => line.skew)),
);
basket.do("Lines", ({ input, map }) =>
  // @ts-expect-error: the name input is already bound on this path
  map("input", input.lines, (w) => w.succeed("Line")),
);
basket.do("Lines", ({ input, map }) =>
  // @ts-expect-error: this path is still open: finish it with succeed, fail or goTo
  map("line", input.lines, (w) => w.wait("Pause", seconds(1))),
);
// @ts-expect-error: Property 'line' does not exist
basket.do("Lines", ({ input, map }) => map("line", input.lines, (w) => w.succeed("Line"))).succeed("Done", ({ line }) => line);

// --- 8. Reusable parts ----------------------------------------------------------------------------------------------

const tellRobot = (w: Part<{ robot: Robot }>) => w.do("TellRobot", ({ robot }) => invoke(send, { robotId: robot.robotId, cups: 1 }));

claimed.use(tellRobot).succeed("Told", ({ robot }) => robot.robotId);
// @ts-expect-error: this part needs a name that is not bound here, or is of another type: robot
start.use(tellRobot);
// @ts-expect-error: this part needs a name that is not bound here, or is of another type: robot
start.let("robot", "Send", () => invoke(send, { robotId: "1", cups: 1 })).use(tellRobot);
const claimPart = (w: Part<{ input: Order }>) => w.let("robot", "ClaimRobot", claimWork).wait("Pause", seconds(1));
start.use(claimPart).succeed("Done", ({ robot, input }) => ({ robot: robot.robotId, order: input.orderId }));
// @ts-expect-error: Property 'robots' does not exist
start.use(claimPart).succeed("Done", ({ robots }) => robots);
