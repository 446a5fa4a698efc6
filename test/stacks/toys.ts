import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { afterAll } from "vitest";
import type { RenderedDefinition } from "../../asl/index.js";
import { readStacks, type Stack } from "../../local/terraform/stack.js";
import { Activity } from "../../stacks/constructs/activity.js";
import { Alarms } from "../../stacks/constructs/alarms.js";
import { DevicePolicy, THING } from "../../stacks/constructs/device-policy.js";
import { EventRule, executionsEnded } from "../../stacks/constructs/event-rule.js";
import { EventSource } from "../../stacks/constructs/event-source.js";
import { HandlerFunction } from "../../stacks/constructs/function.js";
import { HttpApi } from "../../stacks/constructs/http-api.js";
import { Queue } from "../../stacks/constructs/queue.js";
import { runSync, sendTo, start } from "../../stacks/constructs/service-integrations.js";
import { StateMachine, type StateMachineSettings } from "../../stacks/constructs/state-machine.js";
import { SystemStack, type SystemStackSettings } from "../../stacks/constructs/system-stack.js";
import { Table } from "../../stacks/constructs/table.js";
import { Topic } from "../../stacks/constructs/topic.js";
import { TopicRule } from "../../stacks/constructs/topic-rule.js";

const DEFINITION: RenderedDefinition = {
  QueryLanguage: "JSONata",
  StartAt: "Done",
  States: { Done: { Type: "Succeed" } },
};

/** A stack for tests of constructs; its functions `one` and `two` have code of some kind. */
export class Toys extends SystemStack {
  constructor(scope: Construct, settings: SystemStackSettings) {
    super(scope, "toys", settings);
  }

  fn(id: "one" | "two"): HandlerFunction {
    return new HandlerFunction(this, id, { description: "A function.", timeout: 10 });
  }

  machine(id = "workflow", type?: "STANDARD" | "EXPRESS"): StateMachine {
    const settings: StateMachineSettings = { definition: DEFINITION, statements: [], after: [], ...(type && { type }) };
    return new StateMachine(this, id, settings);
  }
}

/** Synthesizes a toy stack; its files go when the test file has run. */
export async function synthesizeToys(
  build: (toys: Toys) => void,
  settings: Partial<SystemStackSettings> = {},
): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), "stepwright-toys-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const outdir = join(folder, "out");
  await mkdir(outdir);
  for (const name of ["one", "two"]) {
    const zip = join(folder, "handlers", "toys", `${name}.zip`);
    await mkdir(dirname(zip), { recursive: true });
    await writeFile(zip, name);
  }
  const app = new App({ outdir });
  build(new Toys(app, { buildDir: folder, stage: "dev", ...settings }));
  app.synth();
  const [stack] = await readStacks(outdir);
  if (!stack) throw new Error("The toys were not synthesized.");
  return stack;
}

/** Uses every construct once, as it is meant to be used. */
export function everyConstruct(toys: Toys): void {
  const alarms = new Alarms(toys, "alarms", { email: "ops@example.com" });
  const dead = new Queue(toys, "dead");
  const work = new Queue(toys, "work", { visibilityTimeout: 60, deadLetters: { queue: dead, maxReceives: 3 } });
  alarms.watchDeadLetters(dead);
  const [one, two] = [toys.fn("one"), toys.fn("two")];
  const machine = toys.machine();
  const express = toys.machine("fast", "EXPRESS");
  alarms.watchMachine(machine);
  alarms.watchMachine(express);
  one.sendFailuresTo(dead);

  const table = new Table(toys, "table", {
    hashKey: "id",
    indexes: [{ name: "by-state", hashKey: "state", rangeKey: "since", holds: ["name"] }],
  });
  table.grantTo(one, { env: "TABLE", actions: ["GetItem"], index: { name: "by-state", env: "INDEX" } });
  machine.grantTo(one, { env: "MACHINE", actions: ["StartExecution", "DescribeExecution"] });
  machine.grantTaskResponse(two);
  new EventSource(toys, "work-to-two", { queue: work, handler: two, batchSize: 10, maxConcurrency: 2 });

  const topic = new Topic(toys, "news");
  topic.grantPublish(two, "TOPIC");
  topic.subscribeQueue("to-work", work, { deadLetters: dead, raw: true });
  topic.subscribeFunction("to-one", one, { deadLetters: dead });
  topic.subscribeEmail("to-ops", "ops@example.com", { deadLetters: dead });

  const deadLetters = dead;
  new EventRule(toys, "ended", {
    description: "Hears of ends.",
    on: executionsEnded(machine, ["FAILED"]),
    target: one,
    deadLetters,
  });
  new EventRule(toys, "hourly", {
    description: "Starts hourly.",
    on: { schedule: "rate(1 hour)" },
    target: machine,
    input: { version: 1 },
    deadLetters,
    state: "DISABLED",
  });
  const sql = "SELECT topic(2) AS id FROM 'things/+/said'";
  new TopicRule(toys, "said", { description: "Hears things.", sql, target: one, deadLetters });
  new TopicRule(toys, "pressed", { description: "Starts by things.", sql, target: machine, deadLetters });
  new DevicePolicy(toys, "things", {
    description: "Things.",
    publishes: [`things/${THING}/said`],
    receives: [`things/${THING}/told`],
  });
  new Activity(toys, "by-hand");
  new HttpApi(toys, "http-api", {
    description: "Does all that an API can do.",
    routes: {
      "GET /api/one": one,
      "POST /api/one": one,
      "POST /api/two": two,
      "POST /api/sync": runSync(express),
      "POST /api/start": start(machine),
      "POST /api/send": sendTo(work),
    },
    throttle: { requestsPerSecond: 1, burst: 2 },
  });
}
