import { expect, test } from "vitest";
import {
  type Clock,
  compile,
  type Ports,
  realClock,
  seededRandom,
  start,
  virtualClock,
} from "../../../asl/interpreter/index.js";

const count = 10_000;
const wait = compile({
  QueryLanguage: "JSONata",
  StartAt: "Wait",
  States: { Wait: { Type: "Wait", Timestamp: "{% $states.input.until %}", End: true } },
});

interface Ended {
  readonly due: number;
  readonly at: number;
}

/** Starts so many executions that wait until random times within `spanMs`; tells which ended when, in the order of their ends. */
function startWaits(
  clock: Clock,
  spanMs: number,
): { readonly ended: readonly Ended[]; readonly all: Promise<unknown> } {
  const random = seededRandom(11);
  const ports: Ports = { clock, random, uuid: () => "u", call: async () => null };
  const ended: Ended[] = [];
  const begin = clock.now();
  const all = Array.from({ length: count }, async () => {
    const due = begin + Math.floor(random() * spanMs);
    const execution = start(wait, { ports, input: { until: new Date(due).toISOString() } });
    await execution.done;
    ended.push({ due, at: execution.stopDate ?? Number.NaN });
  });
  return { ended, all: Promise.all(all) };
}

/** That the waits which had not passed when they were set ended in the order of their times. */
function expectOrder(ended: readonly Ended[], settled: number): void {
  const late = ended.filter(({ due }) => due > settled).map(({ due }) => due);
  expect(late.length).toBeGreaterThan(count / 10);
  expect(late).toEqual([...late].sort((one, other) => one - other));
}

test("on virtual time, 10,000 waits of random length end in order, each at its very time", async () => {
  const clock = virtualClock({ start: Date.parse("2026-01-01T00:00:00Z") });
  const year = 365 * 24 * 3600 * 1000;
  const { ended, all } = startWaits(clock, year);
  await clock.runUntil(all);
  expect(ended).toHaveLength(count);
  expect(ended.filter(({ due, at }) => at !== due)).toEqual([]);
  expectOrder(ended, Date.parse("2026-01-01T00:00:00Z"));
});

test("on real time, 10,000 waits of random length end in order, none early", async () => {
  const clock = realClock();
  const { ended, all } = startWaits(clock, 3000);
  // Setting so many takes a while; those that were due meanwhile did not wait.
  const settled = clock.now();
  await all;
  expect(ended).toHaveLength(count);
  expect(ended.filter(({ due, at }) => at < due)).toEqual([]);
  expectOrder(ended, settled);
});
