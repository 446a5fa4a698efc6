import { beforeEach, describe, expect, test } from "vitest";
import type { RobotSummary } from "../../../handlers/smoothies/robot.js";
import { hiddenFor, type Starting, startOrders } from "../../../handlers/smoothies/starter.js";
import { MemoryLog } from "./robots.js";

const order = (orderId: string) => ({ version: 1, source: "api", orderId, smoothie: "Mango", customer: "Ada" });
const record = (id: string, body: unknown, sent = 0, received = 1) => ({
  messageId: `m-${id}`,
  receiptHandle: `h-${id}`,
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: { ApproximateReceiveCount: String(received), SentTimestamp: String(sent) },
});
const robot = (robotId: string, status: "ONLINE" | "WORKING", jobExpiresAt?: number): RobotSummary => ({
  ...{ robotId, status, statusSince: "2030-01-01T00:00:00Z" },
  ...(jobExpiresAt !== undefined && { jobExpiresAt }),
});

let did: string[] = [];
let log = new MemoryLog();
beforeEach(() => {
  did = [];
  log = new MemoryLog();
});

const starting = (robots: readonly RobotSummary[], more: Partial<Starting> = {}): Starting => ({
  index: { list: async (status) => robots.filter((one) => one.status === status) },
  start: async ({ orderId }) => void did.push(`start ${orderId}`),
  bury: async (body) => void did.push(`bury ${body}`),
  postpone: async (messages) => {
    did.push(...messages.map(({ receiptHandle, seconds }) => `postpone ${receiptHandle} ${seconds}`));
  },
  now: () => 10_000,
  random: () => 0.999,
  log,
  ...more,
});
const failed = (...ids: string[]) => ({ batchItemFailures: ids.map((id) => ({ itemIdentifier: `m-${id}` })) });

describe("starting orders from the queue", () => {
  test("starts as many as robots are free, the oldest first, and leaves the others where they are", async () => {
    const records = [record("c", order("c"), 3, 4), record("a", order("a"), 1), record("b", order("b"), 2)];
    const robots = [robot("r1", "ONLINE"), robot("r2", "WORKING", 99), robot("r3", "WORKING", 10)];
    expect(await startOrders(starting(robots), { Records: records })).toEqual(failed("c"));
    expect(did.sort()).toEqual(["postpone h-c 2", "start a", "start b"]);
  });

  test("starts nothing while every robot is at work", async () => {
    const event = { Records: [record("a", order("a")), record("b", order("b"))] };
    expect(await startOrders(starting([robot("r2", "WORKING", 99)]), event)).toEqual(failed("a", "b"));
  });

  test("buries what is no order, whoever is free, and starts the rest", async () => {
    const bodies = [
      "not JSON",
      "{}",
      "null",
      JSON.stringify({ ...order("x"), version: 2 }),
      JSON.stringify(order("a b")),
    ];
    const records = bodies.map((body, index) => record(String(index), body));
    const event = { Records: [...records, record("good", order("good"))] };
    expect(await startOrders(starting([robot("r1", "ONLINE")]), event)).toEqual(failed());
    expect(did.sort()).toEqual([...bodies.map((body) => `bury ${body}`), "start good"].sort());
  });

  test("keeps a message whose order could not be started, or that could not be buried", async () => {
    const no = () => Promise.reject(Object.assign(new Error("secret"), { name: "ThrottlingException" }));
    const robots = [robot("r1", "ONLINE"), robot("r2", "ONLINE")];
    const event = { Records: [record("a", order("a")), record("b", "garbage")] };
    expect(await startOrders(starting(robots, { start: no, bury: no }), event)).toEqual(failed("a", "b"));
    // Even a message that cannot be hidden stays.
    expect(await startOrders(starting(robots, { start: no, bury: no, postpone: no }), event)).toEqual(failed("a", "b"));
    expect(JSON.stringify(log.lines)).not.toMatch(/secret|Ada|garbage/u);
  });

  test("hides a message longer each time, at most a minute, at least a second", () => {
    expect([1, 5, 60, 1000].map((count) => hiddenFor(count, 0.999))).toEqual([1, 3, 30, 60]);
    expect([1, 5, 60, 1000, Number.NaN].map((count) => hiddenFor(count, 0))).toEqual([1, 1, 1, 1, 1]);
  });
});
