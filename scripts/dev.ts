import { once } from "node:events";
import { join } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import { createInbox } from "../local/messages.js";
import { planStacks, type Runtime, startRuntime } from "../local/runtime.js";
import { requireFreePort } from "../local/server.js";
import { variableSources } from "../local/terraform/variable-files.js";
import {
  describeError,
  describeRuntime,
  onStopSignal,
  readPort,
  stageOf,
  startUsage,
  synthesize,
  takeHelpers,
  temporaryFolder,
  terminalLog,
} from "./lib/local-run.js";
import { type LocalDevices, startDevices } from "./lib/robot/npm-start.js";
import { answerHelp, exitCodeOf } from "./lib/usage.js";
import { type LocalWarehouse, startWarehouse } from "./lib/warehouse/npm-start.js";

const usage = startUsage("npm run dev", "As npm start, and builds and reloads whenever a file changes.");
answerHelp(usage);
// A change that does not build or cannot run is shown, and what ran goes on. The inbox and the port stay; executions end with
// the reload.
process.env.TZ = "UTC";

const watched = ["handlers", "asl", "stacks", "frontend"];
const root = process.cwd();
const folder = await temporaryFolder();
const messages = createInbox();
const aborter = new AbortController();
let watcher: FSWatcher | undefined;
let runtime: Runtime | undefined;
let devices: LocalDevices | undefined;
let warehouse: LocalWarehouse | undefined;
const { withRobots, withWarehouse, rest } = takeHelpers(process.argv.slice(2));
let port = 0;
let builds = 0;
let working: Promise<void> | undefined;
let again = false;

onStopSignal(async () => {
  aborter.abort();
  await watcher?.close();
  await working;
  await devices?.stop();
  await warehouse?.stop();
  await runtime?.stop();
  await folder.remove();
});

try {
  const wanted = readPort(rest, process.env, usage);
  await requireFreePort(wanted);
  port = wanted;
  console.log("Building handlers, pages and stacks");
  await load();
  if (runtime !== undefined) console.log(`\n${describeRuntime(runtime)}\n`);
} catch (error) {
  // A compile error at the start is like one later: mend it and it runs. A port or an argument is not mended here.
  console.error(describeError(error));
  if (port === 0) {
    await folder.remove();
    process.exit(exitCodeOf(error));
  }
}
// Not Node's own recursive watch, which on Linux loses a file that an editor replaces.
watcher = watch(
  watched.map((name) => join(root, name)),
  { ignoreInitial: true },
).on("all", changed);
await once(watcher, "ready");
console.log(`Watching ${watched.join(", ")}.`);

async function load(): Promise<void> {
  builds += 1;
  const outDir = join(folder.path, `cdktf.out.${builds}`);
  const variables = await variableSources(root, process.env);
  await synthesize(root, outDir, variables, aborter.signal);
  // Whatever can be found out without stopping what runs, is.
  await planStacks(outDir, variables);
  const ended = runtime?.running() ?? 0;
  await devices?.stop();
  await warehouse?.stop();
  devices = undefined;
  warehouse = undefined;
  await runtime?.stop();
  runtime = undefined;
  runtime = await startRuntime({ root, outDir, port, variables, log: terminalLog, messages });
  port = runtime.port;
  const say = (line: string) => terminalLog("info", "robots", line);
  devices = await startDevices({ runtime, stage: stageOf(variables) ?? "local", withRobots, say });
  warehouse = withWarehouse ? await startWarehouse({ runtime, stage: stageOf(variables) ?? "local" }) : undefined;
  if (ended > 0) {
    const what = ended === 1 ? "1 running execution was" : `${ended} running executions were`;
    console.log(`${what} ended by the reload. (In AWS they would go on with their old definition.)`);
  }
}

let timer: NodeJS.Timeout | undefined;

/** Editors write a file in several steps: what changes within a tenth of a second is one change. */
function changed(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    again = true;
    working ??= reload().finally(() => {
      working = undefined;
    });
  }, 100);
}

async function reload(): Promise<void> {
  while (again && !aborter.signal.aborted) {
    again = false;
    const startedAt = Date.now();
    try {
      await load();
      console.log(`Reloaded in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
    } catch (error) {
      if (aborter.signal.aborted) return;
      console.error(describeError(error));
      console.error(
        runtime === undefined ? "Nothing runs until this is mended." : "What ran before the change still runs.",
      );
    }
  }
}
