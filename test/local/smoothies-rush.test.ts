import { loadavg } from "node:os";
import { afterAll, expect, test, vi } from "vitest";
import { seconds } from "../../asl/index.js";
import { seededRandom } from "../../asl/interpreter/index.js";
import type { SmoothieLimits } from "../../asl/workflows/smoothies.js";
import { openKitchen, shortLimits, type TestRobot } from "./smoothies-kitchen.js";

// 200 orders at once, five robots, two of which die half-way, in one of three ways, on real time. Three rounds in `npm test`;
// `SMOOTHIE_SEEDS=20` runs twenty, and `SMOOTHIE_SEEDS=7-9` those three.

const [from = 1, to = from] = (process.env.SMOOTHIE_SEEDS ?? "1-3")
  .replace(/^(\d+)$/u, "1-$1")
  .split("-")
  .map(Number);
const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
const orderCount = 200;
const robotNames = ["robot1", "robot2", "robot3", "robot4", "robot5"];
const deaths = ["silent", "crash", "failure"] as const;
const rounds: string[] = [];

/** How many times longer all takes here than on an idle machine: a living robot must not count as silent because others compute. */
const slowness = Math.min(Math.max(1, loadavg()[0] ?? 1), 16);
const limits: SmoothieLimits = {
  ...shortLimits,
  heartbeat: seconds(Math.ceil(4 * slowness)),
  blending: seconds(Math.ceil(20 * slowness)),
  claim: seconds(Math.ceil(10 * slowness)),
  robotsTried: 3,
};

test(`${orderCount} orders and five robots, two of which die: every order is served exactly once (seeds ${from} to ${to})`, {
  timeout: seeds.length * 240_000,
}, async () => {
  const kitchen = await openKitchen(limits);
  for (const seed of seeds) {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const made = await rush(kitchen, seed);
    const { user, system } = process.cpuUsage(cpu);
    const took = `${((performance.now() - began) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`;
    rounds.push(`seed ${seed}: ${made}, ${took}`);
    process.stdout.write(`smoothies rush: ${rounds.at(-1)}\n`);
  }
  if (process.env.SMOOTHIE_SEEDS === undefined) {
    process.stdout.write("smoothies rush: twenty seeds with SMOOTHIE_SEEDS=20 npm test -- smoothies-rush\n");
  }
});

async function rush(kitchen: Awaited<ReturnType<typeof openKitchen>>, seed: number): Promise<string> {
  const random = seededRandom(seed);
  const dying = new Map<string, { readonly at: number; readonly how: (typeof deaths)[number] }>();
  while (dying.size < 2) {
    const name = robotNames[Math.floor(random() * robotNames.length)] ?? "robot1";
    const how = deaths[Math.floor(random() * deaths.length)] ?? "silent";
    dying.set(name, { at: 5 + Math.floor(random() * 25), how });
  }
  /** Who has made which job, by the robots' own account. */
  const made = new Map<string, string>();
  const robots = await Promise.all(robotNames.map((name) => kitchen.robot(name, blender(name))));

  function blender(name: string) {
    let taken = 0;
    let dead = false;
    return ({ jobId }: { readonly jobId: string }, robot: TestRobot) => {
      if (dead || made.has(jobId)) return;
      taken += 1;
      const death = dying.get(name);
      if (death !== undefined && taken >= death.at) {
        dead = true;
        if (death.how === "crash") robot.crash();
        if (death.how === "failure") void robot.say("failure", { jobId, error: "BlenderJammed" });
        return;
      }
      made.set(jobId, name);
      setTimeout(() => void robot.say("success", { jobId }).catch(() => {}), random() * 30);
    };
  }

  const before = new Set((await kitchen.executions()).map(({ name }) => name));
  await vi.waitFor(
    async () => {
      const online = (await kitchen.kitchen()).robots.filter(({ status }) => status === "ONLINE");
      expect(online).toHaveLength(robotNames.length);
    },
    { timeout: 30_000, interval: 100 },
  );
  const orderIds = await orderAll(() => kitchen.order());
  expect(new Set(orderIds).size).toBe(orderCount);
  // Of this round alone; whoever looks too often is part of the rush.
  const executions = async () => (await kitchen.executions()).filter(({ name }) => !before.has(name));
  const deadline = performance.now() + 150_000;
  for (let looked = performance.now(); ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (made.size < orderCount && performance.now() < looked + 5_000) continue;
    looked = performance.now();
    const all = await executions();
    const failed = all.filter(({ status }) => status !== "SUCCEEDED" && status !== "RUNNING").map(({ name }) => name);
    // With its history: what went wrong is in there.
    expect(await Promise.all(failed.map(kitchen.lastEvents))).toEqual([]);
    if (all.length >= orderCount && all.every(({ status }) => status === "SUCCEEDED")) break;
    const state = [
      made.size,
      all.length,
      (await kitchen.kitchen()).robots.map(({ robotId, status }) => `${robotId} ${status}`),
    ];
    if (performance.now() > deadline) throw new Error(`The rush does not end: ${JSON.stringify(state)}`);
  }

  // Each order has its execution and no other one is there; each was made once, and its row says so.
  expect((await executions()).map(({ name }) => name).sort()).toEqual([...orderIds].sort());
  expect(made.size).toBe(orderCount);
  const rows = (await kitchen.rows("orders")).filter((row) => orderIds.includes(row.orderId?.S ?? ""));
  expect(rows.filter((row) => row.status?.S !== "served")).toEqual([]);
  expect(rows).toHaveLength(orderCount);

  // Nobody is left at work, nothing of a job is left in a row, and those who died are known to have.
  const table = await kitchen.rows("robots");
  const statuses = Object.fromEntries(table.map((row) => [row.robotId?.S, row.status?.S]));
  for (const name of robotNames) {
    const how = dying.get(name)?.how;
    const died = [...made.values()].filter((maker) => maker === name).length + 1 >= (dying.get(name)?.at ?? Infinity);
    const expected = !died || how === undefined ? "ONLINE" : how === "crash" ? "OFFLINE" : "BROKEN";
    expect([seed, name, statuses[name]]).toEqual([seed, name, expected]);
  }
  for (const row of table) {
    expect(
      Object.keys(row).filter((key) => ["jobId", "orderId", "taskToken", "answer", "jobExpiresAt"].includes(key)),
    ).toEqual([]);
  }
  for (const robot of robots) robot.client.end(true);
  return [...dying].map(([name, { how }]) => `${name} ${how}`).join(", ");
}

/** As 25 customers do who order again and again: faster than all robots together can blend. */
async function orderAll(order: () => Promise<string>): Promise<string[]> {
  const orderIds: string[] = [];
  const customers = Array.from({ length: 25 }, async () => {
    for (let count = 0; count < orderCount / 25; count += 1) orderIds.push(await order());
  });
  await Promise.all(customers);
  return orderIds;
}

afterAll(() => {
  expect(rounds).toHaveLength(seeds.length);
});
