import * as v from "valibot";
import { type Json, render } from "../../../../asl/index.js";
import {
  compile,
  type Execution,
  seededRandom,
  start,
  type TaskCall,
  TaskFailure,
  TaskTokenError,
  taskTokens,
  virtualClock,
} from "../../../../asl/interpreter/index.js";
import { notifyCustomer } from "../../../../asl/workflows/notify-customer.js";
import type { Order } from "../../../../handlers/orders/order.js";
import { plainBindings } from "../../../../scripts/lib/golden.js";
import { Shop } from "./shop.js";

/** The products of the model, and how many there are: of some too few. */
export const initialStock: ReadonlyMap<string, number> = new Map([
  ["mug", 100_000],
  ["teapot", 100_000],
  ["vase", 300],
  ["unicorn", 0],
]);

/** An order and its executions: two, where it was started twice. */
export interface StartedOrder {
  readonly order: Order;
  readonly executions: readonly Execution[];
}

/** What came of a simulation. */
export interface Simulation {
  readonly shop: Shop;
  readonly orders: readonly StartedOrder[];
}

const tokens = [
  "tok_approved",
  "tok_approved",
  "tok_approved",
  "tok_approved",
  "tok_declined",
  "tok_risky",
  "tok_no_refund",
];
const countries = ["DE", "DE", "DE", "DE", "AQ"];
/** Errors after which a task is tried again, by what it calls, and one for each after which it is not. */
const passing = {
  lambda: "Lambda.Unknown",
  dynamodb: "DynamoDB.SdkClientException",
  sqs: "SQS.SdkClientException",
  sns: "SNS.SdkClientException",
};

/**
 * Runs orders on virtual time, against a model of the world, all mixed up: random orders, a tenth of them started twice, and random
 * failures of any task before or after it did its work, some of them as silence. The same seed gives the same simulation.
 */
export async function simulate(
  definition: unknown,
  { seed, count }: { seed: number; count: number },
): Promise<Simulation> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  };
  const clock = virtualClock({ start: Date.parse("2026-01-01T00:00:00Z") });
  const taskTokenStore = taskTokens();
  const shop = new Shop();
  for (const [sku, available] of initialStock) {
    shop.tables.put(
      "orders-dev-stock",
      sku,
      new Map<string, number | string>([
        ["sku", sku],
        ["available", available],
      ]),
    );
  }
  const machine = compile(definition);
  const nested = compile(render(notifyCustomer, plainBindings("orders")));
  const pause = (seconds: number) =>
    new Promise<void>((resolve) => void clock.setTimer(clock.now() + seconds * 1000, resolve));

  const call = async (task: TaskCall): Promise<Json> => {
    await pause(random() * 3);
    if (task.pattern === "activity") return work(task);
    const failure = failureOf(task, random());
    if (failure === "refused before") throw new TaskFailure("Custom.Broken", "It broke.");
    if (failure === "lost before") throw new TaskFailure(passingError(task));
    if (failure === "silent before") return new Promise(() => {});
    const answer = await doTask(task);
    if (failure === "refused after") throw new TaskFailure("Custom.Broken", "It broke.");
    if (failure === "lost after") throw new TaskFailure(passingError(task));
    if (failure === "silent after") return new Promise(() => {});
    return answer;
  };

  const doTask = async (task: TaskCall): Promise<Json> => {
    if (!task.resource.endsWith(":states:startExecution")) return shop.do(task);
    const child = start(nested, { ports, tokens: taskTokenStore, input: v.parse(startSchema, task.parameters).Input });
    task.submitted({});
    const outcome = await child.done;
    if (outcome.status !== "SUCCEEDED") throw new TaskFailure("States.TaskFailed", outcome.error);
    return { Output: outcome.output };
  };

  /** A worker of the warehouse: it may find a product broken, fall silent with the order in its hands, or talk nonsense. */
  const work = async (task: TaskCall): Promise<Json> => {
    const { taskToken = "" } = task;
    const luck = random();
    const shifts = Math.floor(random() * 5);
    const later = async () => {
      task.started("worker");
      for (let shift = 0; shift < shifts; shift += 1) {
        await pause(20);
        if (luck < 0.1 && shift > 2) return;
        taskTokenStore.sendTaskHeartbeat(taskToken);
      }
      if (luck < 0.05) return;
      if (luck < 0.1) taskTokenStore.sendTaskFailure(taskToken, "ItemDamaged", "It is broken.");
      else taskTokenStore.sendTaskSuccess(taskToken, luck < 0.12 ? pick(nonsense) : '{"weightGrams":400}');
    };
    later().catch((error: unknown) => {
      if (!(error instanceof TaskTokenError)) throw error;
    });
    return {};
  };

  const ports = { clock, random, uuid: () => uuidFrom(random), call };
  const begin = async (order: Order, name: string): Promise<Execution> => {
    await pause(random() * 3600);
    return start(machine, { ports, tokens: taskTokenStore, input: order, name });
  };

  const orders = Array.from({ length: count }, async (_, index): Promise<StartedOrder> => {
    const order = randomOrder(`o-${seed}-${index}`, random, pick);
    const times = index % 10 === 0 ? 2 : 1;
    const executions = await Promise.all(
      Array.from({ length: times }, (_none, time) => begin(order, `${order.orderId}-${time}`)),
    );
    await Promise.all(executions.map(({ done }) => done));
    return { order, executions };
  });
  return { shop, orders: await clock.runUntil(Promise.all(orders)) };
}

const nonsense = ["{}", "null", "[]", '"400 g"', '{"weightGrams":"400"}'] as const;

type Failure = `${"refused" | "lost" | "silent"} ${"before" | "after"}`;

/** In a hundred calls, two are refused for good and six get lost, and one gets no answer; half of each after the work was done. */
function failureOf({ resource }: TaskCall, luck: number): Failure | undefined {
  const kind = luck < 0.02 ? "refused" : luck < 0.08 ? "lost" : luck < 0.09 ? "silent" : undefined;
  // Services refuse before they do anything; a nested execution that is not heard of any more is an hour's wait, which costs nothing.
  const isAfter = Math.floor(luck * 1000) % 2 === 1 && !(kind === "refused" && resource.includes(":dynamodb:"));
  return kind && `${kind} ${isAfter ? "after" : "before"}`;
}

function passingError({ resource }: TaskCall): string {
  const service = /:::(\w+):/.exec(resource)?.[1];
  return Object.entries(passing).find(([name]) => name === service)?.[1] ?? "Custom.Lost";
}

function randomOrder(orderId: string, random: () => number, pick: <T>(list: readonly T[]) => T): Order {
  const skus = [...initialStock.keys()].slice(0, random() < 0.05 ? 4 : 3);
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
    sku: pick(skus),
    quantity: 1 + Math.floor(random() * 3),
  }));
  return {
    version: 1,
    orderId,
    customer: { name: "Ada", email: "ada@example.com" },
    shipTo: { street: "1 High Street", postcode: "1", city: "Here", country: pick(countries) },
    lines,
    total: 100 + Math.floor(random() * 100_500),
    card: { token: pick(tokens), lastFour: "4242" },
  };
}

const startSchema = v.object({ Input: v.record(v.string(), v.string()) });

function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
