import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { compile, start, virtualClock } from "../asl/interpreter/index.js";
import { choiceChain, order, passChain, passMap, wait, year } from "./engine-machines.js";
import { ownMachine, ports } from "./engine-own.js";
import { peerMachine } from "./engine-peer.js";
import { medianTime } from "./median-time.js";
import { shown, table } from "./table.js";

const items = { items: Array.from({ length: 1000 }, (_, index) => index) };

/** Milliseconds of one run, as the median of many. */
const time = (run: () => unknown, budgetMs?: number): Promise<number> => medianTime(() => undefined, run, budgetMs);

/** Runs many executions at a time, so that what one costs is not lost in the clock's resolution. */
async function many(run: () => Promise<unknown>, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await run();
}

interface Comparison {
  readonly what: string;
  readonly own: number;
  readonly peer: number;
  readonly unit: string;
  /** How many times better than the peer it must be. */
  readonly target: string;
  readonly better: "more" | "less";
}

async function throughput(): Promise<readonly Comparison[]> {
  const [chain, choices] = [passChain(10), choiceChain(20)];
  const own = { chain: ownMachine(chain), choices: ownMachine(choices), map: ownMachine(passMap) };
  const peer = { chain: peerMachine(chain), choices: peerMachine(choices), map: peerMachine(passMap) };
  const perSecond = async (run: () => Promise<unknown>, transitions: number, count: number): Promise<number> =>
    (count * transitions * 1000) / (await time(() => many(run, count)));
  return [
    {
      what: "Pass chain of 10 states",
      own: await perSecond(() => own.chain.run({}), 10, 500),
      peer: await perSecond(() => peer.chain.run({}), 10, 100),
      unit: "transitions/s",
      target: "5 x",
      better: "more",
    },
    {
      what: "The same, each history read",
      own: await perSecond(async () => (await own.chain.run({})).history.length, 10, 500),
      peer: Number.NaN,
      unit: "transitions/s",
      target: "",
      better: "more",
    },
    {
      what: "20 Choice states, 10 rules of 3 conditions",
      own: await perSecond(() => own.choices.run(order), 21, 100),
      peer: await perSecond(() => peer.choices.run(order), 21, 2),
      unit: "transitions/s",
      target: "45 x",
      better: "more",
    },
    {
      what: "Map over 1,000 items",
      own: await time(() => own.map.run(items)),
      peer: await time(() => peer.map.run(items)),
      unit: "ms",
      target: "10 x",
      better: "less",
    },
  ];
}

/** Bytes of heap for each execution that waits. */
async function memory(): Promise<Comparison> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  const heap = async (): Promise<number> => {
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (typeof collect === "function") collect();
    }
    return process.memoryUsage().heapUsed;
  };
  const each = async (count: number, begin: () => () => void): Promise<number> => {
    const stops: (() => void)[] = [];
    const before = await heap();
    for (let index = 0; index < count; index++) stops.push(begin());
    const after = await heap();
    for (const stop of stops) stop();
    return (after - before) / count;
  };
  const [own, peer] = [ownMachine(wait), peerMachine(wait)];
  return {
    what: "100,000 executions waiting at once (peer: 10,000)",
    own:
      (await each(100_000, () => {
        const execution = own.begin({});
        return () => execution.stop();
      })) / 1024,
    peer: (await each(10_000, () => peer.begin({}))) / 1024,
    unit: "KiB each",
    target: "2 KiB",
    better: "less",
  };
}

/** What a process says last: the processor time that it took, in microseconds. */
const tellTime = "const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system));";

/** Seconds of processor time that a process takes, as the median of ten. */
function processorTime(file: string): number {
  const times = Array.from({ length: 10 }, () => {
    return Number(spawnSync(process.execPath, [file], { encoding: "utf8" }).stdout) / 1e6;
  });
  return times.sort((one, other) => one - other)[5] ?? Number.NaN;
}

/** Seconds from starting a process to its first finished execution. */
async function coldStart(): Promise<readonly Comparison[]> {
  const folder = join(process.cwd(), ".build", "bench");
  mkdirSync(folder, { recursive: true });
  const definition = JSON.stringify(passChain(10));
  const own = join(folder, "cold-own.mjs");
  await build({
    stdin: {
      contents: `import { ownMachine } from "./bench/engine-own.ts";
        await ownMachine(${definition}).run({}); ${tellTime}`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    outfile: own,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
  });
  const peer = join(folder, "cold-peer.mjs");
  writeFileSync(
    peer,
    `Promise.withResolvers ??= () => { let resolve, reject; const promise = new Promise((a, b) => { resolve = a; reject = b; }); return { promise, resolve, reject }; };
     const { StateMachine } = await import("aws-local-stepfunctions");
     await new StateMachine(${definition}).run({}).result; ${tellTime}`,
  );
  const cold = (file: string): Promise<number> => time(() => spawnSync(process.execPath, [file]), 4000);
  const empty = join(folder, "cold-empty.mjs");
  writeFileSync(empty, tellTime);
  const node = (await cold(empty)) / 1000;
  return [
    {
      what: "New process to first finished execution",
      own: (await cold(own)) / 1000,
      peer: (await cold(peer)) / 1000,
      unit: "s",
      target: "0.12 s",
      better: "less",
    },
    {
      what: "Of which Node.js itself, running an empty file",
      own: node,
      peer: Number.NaN,
      unit: "s",
      target: "",
      better: "less",
    },
    {
      what: "New process, processor time",
      own: processorTime(own),
      peer: processorTime(peer),
      unit: "s",
      target: "",
      better: "less",
    },
    {
      what: "Of which Node.js itself",
      own: processorTime(empty),
      peer: Number.NaN,
      unit: "s",
      target: "",
      better: "less",
    },
  ];
}

function comparisonTable(rows: readonly Comparison[]): string {
  return table(
    ["What", "Stepwright", "Peer", "Unit", "Better by", "Target"],
    rows.map(({ what, own, peer, unit, target, better }) => [
      what,
      shown(own),
      Number.isNaN(peer) ? "-" : shown(peer),
      unit,
      Number.isNaN(peer) ? "-" : `${shown(better === "more" ? own / peer : peer / own)} x`,
      target,
    ]),
  );
}

/** Nanoseconds of processor time that a transition costs, garbage collection included, in so many executions one after another. */
async function transitionCost(run: () => Promise<unknown>, transitions: number, count: number): Promise<number> {
  const before = process.cpuUsage();
  const spent = (): number => {
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  let rounds = 0;
  for (; rounds < 3 || spent() < 1_000_000; rounds++) await many(run, count);
  return (spent() * 1000) / (rounds * count * transitions);
}

/** What a transition costs, however many executions there are. Processor time, so that other processes do not show. */
async function scale(): Promise<string> {
  const chain = ownMachine(passChain(10));
  await many(() => chain.run({}), 50_000);
  const rows: string[][] = [];
  for (const count of [10, 100, 1000, 10_000, 100_000]) {
    rows.push([count.toLocaleString("en"), shown(await transitionCost(() => chain.run({}), 10, count))]);
  }
  return table(["Executions in a row", "ns of processor time a transition"], rows);
}

/** A workflow of a year, on virtual time. */
async function oneYear(): Promise<string> {
  const machine = compile(year);
  const ms = await time(async () => {
    const clock = virtualClock({ start: 0 });
    await clock.runUntil(start(machine, { ports: { ...ports, clock } }).done);
  });
  return `A workflow that waits 365 days, one by one, takes ${shown(ms)} ms on virtual time.`;
}

/** Measures the engine side by side with aws-local-stepfunctions and prints Markdown. */
export async function benchEngine(): Promise<void> {
  const rows = [...(await throughput()), await memory(), ...(await coldStart())];
  console.log(`## The engine\n\n${comparisonTable(rows)}\n\n${await scale()}\n\n${await oneYear()}\n`);
}
