import type { WorkflowRun } from "../../../asl/testing/index.js";
import { useOf } from "./functions.js";
import { type Meter, prices } from "./prices.js";
import type { Story } from "./stories.js";

/** What is assumed where nothing here can be measured. */
export const assumed = {
  /** How long a warm call of a function takes. */
  callSeconds: 0.1,
  /** How long an Express execution of hello takes, and the memory that it is billed for: the least there is. */
  ...{ expressSeconds: 0.2, expressGb: 64 / 1024 },
  /** What a call, a request and an event of an Express execution leave in logs, in bytes. */
  ...{ callLog: 1000, requestLog: 300, eventLog: 500 },
} as const;

/** What one run of a story uses. */
export interface Usage {
  readonly story: Story;
  /** State transitions of all its executions, Express ones included. */
  readonly transitions: number;
  /** Calls by the function's name. */
  readonly calls: ReadonlyMap<string, number>;
  readonly meters: Readonly<Partial<Record<Meter, number>>>;
}

/** Each state entered, in branches and iterations too, and each retry. */
export function transitionsOf({ path, retries }: WorkflowRun): number {
  return path.length + retries.length;
}

/** Runs a story and counts. */
export async function usageOf(story: Story): Promise<Usage> {
  const runs = await story.run();
  const meters = new Map<Meter, number>();
  const calls = new Map(Object.entries(story.around.calls));
  const add = (meter: Meter, number: number) => meters.set(meter, (meters.get(meter) ?? 0) + number);
  const addAll = (uses: Partial<Record<Meter, number>> = {}) => {
    for (const meter of keysOf(uses)) add(meter, uses[meter] ?? 0);
  };
  addAll(story.around.uses);
  for (const task of runs.flatMap(tasksOf)) {
    if (task.service === "lambda") calls.set(task.target, (calls.get(task.target) ?? 0) + 1);
    else addAll(task.uses);
  }
  for (const [name, number] of calls) {
    const use = useOf(story.system, name);
    add("call", number);
    add("callSeconds", number * assumed.callSeconds * (use.memory / 1024));
    for (let called = 0; called < number; called += 1) addAll(use.uses);
  }
  const transitions = runs.reduce((sum, run) => sum + transitionsOf(run), 0);
  if (story.express) {
    add("express", 1);
    add("expressSeconds", assumed.expressSeconds * assumed.expressGb);
  } else {
    add("transition", transitions);
  }
  const { requests } = story.around;
  const words = [...calls].reduce((sum, [name, number]) => (name.startsWith("robot-word") ? sum + number : sum), 0);
  const events = story.express ? runs.reduce((sum, run) => sum + run.history.length, 0) : 0;
  if (requests > 0) add("httpRequest", requests);
  // A request to the API begins a trace, and so does a device's word; the workflow goes on with the one that started it.
  add("trace", Math.max(requests, 1) + words);
  add(
    "logs",
    ((meters.get("call") ?? 0) * assumed.callLog + requests * assumed.requestLog + events * assumed.eventLog) / 1e9,
  );
  return { story, transitions, calls, meters: Object.fromEntries(meters) };
}

type Task =
  | { readonly service: "lambda"; readonly target: string }
  | { readonly service: "other"; readonly uses: Partial<Record<Meter, number>> };

/** The calls of a run's tasks, by the events that schedule them. */
function tasksOf({ history }: WorkflowRun): readonly Task[] {
  return history.flatMap(({ taskScheduledEventDetails: task }): readonly Task[] => {
    if (!task) return [];
    const { resourceType, resource, parameters } = task;
    if (resourceType === "lambda") {
      const target = /:function:[a-z-]+?-dev-([a-z-]+)/.exec(parameters)?.[1];
      if (target === undefined) throw new Error(`A task calls a function that has no name of ours: ${parameters}`);
      return [{ service: "lambda", target }];
    }
    return [{ service: "other", uses: usesOf(`${resourceType}:${resource}`, parameters) }];
  });
}

function usesOf(api: string, parameters: string): Partial<Record<Meter, number>> {
  // A robot's row that changes its status changes the index by-status twice.
  const indexed = parameters.includes("smoothies-dev-robots") ? 2 : 0;
  switch (api) {
    case "dynamodb:putItem":
    case "dynamodb:updateItem":
      return { write: 1 + indexed };
    case "dynamodb:getItem":
      return { read: parameters.includes('"ConsistentRead":true') ? 1 : 0.5 };
    case "sns:publish":
      return { publish: 1 };
    case "sqs:sendMessage":
      // Sent here; received and deleted by whoever ships.
      return { queueRequest: 3 };
    case "states:startExecution.sync:2":
      return {};
    default:
      throw new Error(`scripts/lib/costs/usage.ts does not say what ${api} costs.`);
  }
}

function keysOf(uses: Partial<Record<Meter, number>>): readonly Meter[] {
  return Object.keys(uses).filter((key): key is Meter => Object.hasOwn(prices, key));
}
