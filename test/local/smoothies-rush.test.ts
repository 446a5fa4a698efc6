import { afterAll, expect, test, vi } from "vitest";
import { seconds } from "../../asl/index.js";
import { seededRandom } from "../../asl/interpreter/index.js";
import { openKitchen, shortLimits, type TestRobot } from "./smoothies-kitchen.js";

// 200 orders at once, five robots, two of which die half-way, in one of three ways, on real time. One round in `npm test`;
// `SMOOTHIE_SEEDS=20` runs twenty.

const seeds = Number(process.env.SMOOTHIE_SEEDS ?? 1);
const orderCount = 200;
const robotNames = ["robot1", "robot2", "robot3", "robot4", "robot5"];
const deaths = ["silent", "crash", "failure"] as const;
const rounds: string[] = [];

test(`${orderCount} orders and five robots, two of which die: every order is served exactly once (${seeds} seeds)`, {
  timeout: seeds * 240_000,
}, async () => {
  const kitchen = await openKitchen({ ...shortLimits, heartbeat: seconds(10), robotsTried: 3 });
  for (let seed = 1; seed <= seeds; seed += 1) {
    const began = performance.now();
    const made = await rush(kitchen, seed);
    rounds.push(`seed ${seed}: ${made}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
    process.stdout.write(`smoothies rush: ${rounds.at(-1)}\n`);
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
    { timeout: 10_000, interval: 50 },
  );
  const orderIds = await orderAll(() => kitchen.order());
  const deadline = performance.now() + 150_000;
  for (;;) {
    const rows = (await kitchen.rows("orders")).filter((row) => orderIds.includes(row.orderId?.S ?? ""));
    const counts: Record<string, number> = {};
    for (const row of rows) counts[row.status?.S ?? ""] = (counts[row.status?.S ?? ""] ?? 0) + 1;
    if ((counts.served ?? 0) + (counts.failed ?? 0) === orderCount) break;
    const { robots: now, queue } = await kitchen.kitchen();
    const state = JSON.stringify([counts, queue, now.map(({ robotId, status }) => `${robotId} ${status}`)]);
    if (performance.now() > deadline) throw new Error(`The rush does not end: ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const rows = (await kitchen.rows("orders")).filter((row) => orderIds.includes(row.orderId?.S ?? ""));
  const unserved = rows.filter((row) => row.status?.S !== "served").map((row) => row.orderId?.S ?? "");
  expect(await Promise.all(unserved.map(kitchen.lastEvents))).toEqual([]);
  expect(rows).toHaveLength(orderCount);

  // Every execution has ended well, each accepted order has one, and as many smoothies were made: none twice. There may be a few more
  // of all three, for orders that were taken although their answer was lost on a busy machine.
  const executions = await vi.waitFor(
    async () => {
      const all = (await kitchen.executions()).filter(({ name }) => !before.has(name));
      expect(all.filter(({ status }) => status !== "SUCCEEDED")).toEqual([]);
      return all.map(({ name }) => name);
    },
    { timeout: 60_000, interval: 250 },
  );
  expect(new Set(executions).size).toBe(executions.length);
  expect(orderIds.filter((orderId) => !executions.includes(orderId))).toEqual([]);
  expect(made.size).toBe(executions.length);

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
  expect(rounds).toHaveLength(seeds);
});
