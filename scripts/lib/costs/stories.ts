import { graphOf } from "../../../asl/graph.js";
import { render } from "../../../asl/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { type Mocks, runWorkflow, type WorkflowRun } from "../../../asl/testing/index.js";
import { orders } from "../../../asl/workflows/orders.js";
import { plainBindings, workflows } from "../golden.js";
import type { Meter } from "./prices.js";

/** What happens around the workflow in a typical run. */
export interface Around {
  /** Requests to the API: one that starts it and one look at how it goes. */
  readonly requests: number;
  /** Calls of functions that the workflow does not make, by name. */
  readonly calls: Readonly<Record<string, number>>;
  readonly uses?: Partial<Record<Meter, number>>;
}

/** A typical run of a system: its workflow with mocked tasks, and what is around it. */
export interface Story {
  readonly system: string;
  readonly title: string;
  readonly around: Around;
  readonly express?: true;
  /** Runs the real definition on the engine; nested executions are runs of their own. */
  readonly run: () => Promise<readonly WorkflowRun[]>;
}

async function run(system: string, workflow: string, input: Json, mocks: Mocks): Promise<WorkflowRun> {
  const written = workflows[workflow];
  if (!written) throw new Error(`There is no workflow "${workflow}".`);
  const type = workflow === "hello" ? "EXPRESS" : "STANDARD";
  return runWorkflow(render(written, plainBindings(system)), { input, mocks, type, executionName: "typical" });
}

const done = [{ output: {} }];

const reminder = {
  version: 1,
  id: "r-1",
  requestHash: "hash",
  message: "Feed the cat",
  sendAt: "2026-01-01T01:00:00Z",
};
const to = { email: "ada@example.com", phone: "+447700900123" };
const sent = (channel: string) => [{ output: { channel, status: "sent", messageId: "m-1" } }];
const asked: Around = { requests: 2, calls: { api: 2 } };

const order = {
  ...{ version: 1, orderId: "o-1", total: 6400, customer: { name: "Ada", email: to.email } },
  shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
  lines: ["mug", "teapot"].map((sku) => ({ sku, quantity: 1 })),
  card: { token: "tok_approved", lastFour: "4242" },
};
/** All that the steps of an order answer when they go well: a step that is added needs no line here. */
const well = {
  ...{ status: "charged", risk: 5, weightGrams: 1200, trackingNumber: "T-1", MessageId: "m-1" },
  Output: { customer: "notified" },
};
const orderMocks: Mocks = Object.fromEntries(
  graphOf(render(orders, plainBindings("orders")))
    .nodes.filter(({ type }) => type === "Task")
    .map(({ name }) => [name, [{ output: well }]]),
);
const checkout: Around = { requests: 2, calls: { checkout: 2 }, uses: { read: 0.5 } };
const runOrder = (mocks: Mocks = {}) => run("orders", "orders", order, { ...orderMocks, ...mocks });

const kitchen: Mocks = {
  ...{
    ClaimOrder: done,
    NoteBlending: done,
    ReleaseRobot: done,
    MarkRobotBroken: done,
    NoteWaiting: done,
    NoteServed: done,
  },
  ClaimRobot: [{ output: { robotId: "robot1" } }, { output: { robotId: "robot2" } }],
  LookUpButton: [{ output: { Item: { buttonId: { S: "button1" }, smoothie: { S: "Mango" } } } }],
};
/** A robot that blends for ten seconds, with a heartbeat every five. */
const heartbeats = 2;
const blends = { output: {}, afterSeconds: 10, heartbeatEverySeconds: 5 };
const robotWords = { "robot-word heartbeat": heartbeats, "robot-word success": 1 };
const words = heartbeats + 1;
/** The order to the robot, the robot's acknowledgement of it, and its words; each word triggers one rule with one action. */
const robotUses = { message: 2 + words, rule: 2 * words };
const queued: Around = {
  requests: 2,
  calls: { api: 2, "start-orders": 1, ...robotWords },
  // The order's row, read once; sent, received and deleted.
  uses: { write: 1, read: 1, queueRequest: 3, ...robotUses },
};
const apiOrder = { version: 1, source: "api", orderId: "o-1", smoothie: "Mango" };
const blend = (input: Json, SendOrder: Mocks[string]) =>
  run("smoothies", "smoothies", input, { ...kitchen, SendOrder });

/** The runs that docs/costs.md shows, in its order. */
export const stories: readonly Story[] = [
  {
    ...{ system: "hello", title: "a greeting", express: true, around: { requests: 1, calls: {} } },
    run: async () => [await run("hello", "hello", { name: "Ada" }, { Nice: [{ output: { greeting: "Hello" } }] })],
  },
  {
    ...{ system: "pet-reminders", title: "by e-mail", around: asked },
    run: async () => [
      await run(
        "pet-reminders",
        "pet-reminders",
        { ...reminder, ...to, channel: "email" },
        { SendEmail: sent("email") },
      ),
    ],
  },
  {
    ...{ system: "pet-reminders", title: "by SMS", around: asked },
    run: async () => [
      await run("pet-reminders", "pet-reminders", { ...reminder, ...to, channel: "sms" }, { SendSms: sent("sms") }),
    ],
  },
  {
    ...{ system: "pet-reminders", title: "by both", around: asked },
    run: async () => [
      await run(...(["pet-reminders", "pet-reminders", { ...reminder, ...to, channel: "both" }] as const), {
        SendEmailOfBoth: sent("email"),
        SendSmsOfBoth: sent("sms"),
      }),
    ],
  },
  {
    ...{ system: "smoothies", title: "served by the first robot", around: queued },
    run: async () => [await blend(apiOrder, [blends])],
  },
  {
    ...{ system: "smoothies", title: "served by the second, the first falls silent" },
    // The silent one gets the order, too, and acknowledges it.
    around: { ...queued, uses: { ...queued.uses, message: robotUses.message + 2 } },
    run: async () => [await blend(apiOrder, [{ timeout: true }, blends])],
  },
  {
    ...{ system: "smoothies", title: "by button" },
    around: { requests: 0, calls: robotWords, uses: { ...robotUses, message: 3 + words, rule: 2 * words + 2 } },
    run: async () => [await blend({ version: 1, source: "button", buttonId: "button1", pressId: "1" }, [blends])],
  },
  {
    ...{
      system: "orders",
      title: "dispatched, two lines",
      around: { ...checkout, uses: { read: 0.5, notification: 1 } },
    },
    run: async () => {
      const dispatch = { orderId: "o-1", email: to.email, trackingNumber: "T-1" };
      return [await runOrder(), await run("orders", "notify-customer", dispatch, { EmailDispatch: done })];
    },
  },
  {
    ...{ system: "orders", title: "card declined", around: checkout },
    run: async () => [await runOrder({ ProcessPayment: [{ output: { status: "declined" } }] })],
  },
  {
    ...{ system: "orders", title: "undone: an item breaks while it is packed", around: checkout },
    run: async () => [await runOrder({ PickAndPack: [{ error: "ItemDamaged" }] })],
  },
];
