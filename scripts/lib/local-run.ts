import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, formatEntry } from "../../local/log.js";
import type { Runtime } from "../../local/runtime.js";
import { PortTakenError } from "../../local/server.js";
import { StackError } from "../../local/terraform/problems.js";
import type { VariableSource } from "../../local/terraform/variables.js";
import { readable } from "./terminal-line.js";
import { PlainError, UsageError, useLine } from "./usage.js";

/**
 * The usage of `npm start`, and of `npm run dev`, which takes the same.
 *
 * @param what the command does, in a sentence
 */
export function startUsage(command: string, what: string): string {
  return `Use: ${command} -- [--port N] [--no-robots] [--no-warehouse]

${what}

  --port N          the HTTP port, else PORT, else 3000; MQTT listens on the one after it. 0 is any that is free
  --no-robots       leaves the blending to you: npm run robot -- --name robot1
  --no-warehouse    leaves the packing to you: npm run warehouse
`;
}

/**
 * The port: `--port N` or `--port=N`, else `PORT`, else 3000.
 *
 * @throws UsageError
 */
export function readPort(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  usage: string,
): number {
  let wanted = environment.PORT;
  for (let at = 0; at < args.length; at += 1) {
    const [name = "", value] = (args[at] ?? "").split("=", 2);
    if (name !== "--port") throw new UsageError(`"${args[at]}" is not known here.\n${useLine(usage)}`);
    if (value === undefined) at += 1;
    wanted = value ?? args[at] ?? "";
  }
  if (wanted === undefined) return 3000;
  const port = /^\d{1,5}$/u.test(wanted) ? Number(wanted) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(
    `The port "${wanted}" is not a number from 0 to 65535. Give one: --port 3001, or PORT=3001 before the command.`,
  );
}

/**
 * Takes `--no-robots` and `--no-warehouse` out of the arguments.
 *
 * @example takeHelpers(["--no-robots", "--port", "0"]); // { withRobots: false, withWarehouse: true, rest: ["--port", "0"] }
 */
export function takeHelpers(args: readonly string[]): {
  readonly withRobots: boolean;
  readonly withWarehouse: boolean;
  readonly rest: readonly string[];
} {
  return {
    withRobots: !args.includes("--no-robots"),
    withWarehouse: !args.includes("--no-warehouse"),
    rest: args.filter((arg) => arg !== "--no-robots" && arg !== "--no-warehouse"),
  };
}

/** The stage that the variables name: the one that the stacks are synthesized for. */
export function stageOf(variables: readonly VariableSource[]): string | undefined {
  const stage = variables.map(({ values }) => values.stage).find((value) => typeof value === "string");
  return typeof stage === "string" ? stage : undefined;
}

/** A folder of this process alone, for what it synthesizes. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "stepwright-out-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/**
 * Builds handlers and pages and synthesizes the stacks into `outDir`, in a process of its own, for the stage that the
 * variables name: a stack can only run as the stage it was synthesized for.
 *
 * @throws PlainError when that fails; the process has said why
 */
export async function synthesize(
  root: string,
  outDir: string,
  variables: readonly VariableSource[],
  signal?: AbortSignal,
): Promise<void> {
  const stage = stageOf(variables);
  const child = spawn(process.execPath, [join("scripts", "run.mjs"), "synth"], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outDir, ...(stage !== undefined && { TF_VAR_stage: stage }) },
    stdio: ["ignore", "inherit", "inherit"],
    ...(signal !== undefined && { signal }),
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  if (code !== 0) throw new PlainError("The stacks could not be built; the lines above say why.");
}

/** What to show of an error: only the message, where the message is meant for a person. */
export function describeError(error: unknown): string {
  const isForPeople = [PlainError, StackError, PortTakenError].some((known) => error instanceof known);
  if (error instanceof Error) return isForPeople ? error.message : (error.stack ?? error.message);
  return String(error);
}

/** The log of a runtime that a person looks at: one line an entry. */
export const terminalLog = createLog((entry) => console.log(formatEntry(readable(entry))));

/** What a running runtime says of itself: one line a service, then the links. */
export function describeRuntime({ url, systems, services }: Runtime): string {
  const servicesLines = services.flatMap((service) => {
    const summary = service.summary?.();
    return summary === undefined ? [] : [`  ${service.title.padEnd(16)}${summary}`];
  });
  const systemLines = systems.flatMap(({ name, path, hasPage, routes, tryIt }) => {
    if (path === undefined) return [`  ${name}`];
    // Those that a person can try as they stand.
    const plain = routes.filter((route) => !route.includes("{"));
    const addresses = [
      ...(hasPage ? [`${url}${path}`] : []),
      ...plain.map((route) => route.replace(" /", ` ${url}${path}`)),
      ...(tryIt === undefined ? [] : [tryIt]),
    ];
    return addresses.map((address, index) => `  ${(index === 0 ? name : "").padEnd(16)}${address}`);
  });
  return [
    "Running:",
    ...servicesLines,
    "",
    ...systemLines,
    `  ${"console".padEnd(16)}${url}/_local/`,
    "",
    "Ctrl-C stops it.",
  ].join("\n");
}

/** Ends the process on Ctrl-C or a SIGTERM, with exit code 0, after `stop` or at the latest after a second. */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const handle = () => {
    // npm passes on what the terminal has sent already.
    if (stopping) return;
    stopping = true;
    console.log("\nStopping.");
    const latest = setTimeout(() => process.exit(0), 900);
    stop()
      .catch((error: unknown) => console.error(describeError(error)))
      .finally(() => {
        clearTimeout(latest);
        process.exit(0);
      });
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  process.on("SIGHUP", handle);
}
