import { join } from "node:path";
import { type Runtime, startRuntime } from "../local/runtime.js";
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

// Two mock robots blend smoothies in this process, and a warehouse packs orders.
const usage = startUsage("npm start", "Builds, synthesizes and runs all systems on this machine, until Ctrl-C.");
answerHelp(usage);
// Functions run in worker threads, which share the process's time zone; in Lambda it is UTC.
process.env.TZ = "UTC";

const root = process.cwd();
const folder = await temporaryFolder();
const aborter = new AbortController();
let runtime: Runtime | undefined;
let devices: LocalDevices | undefined;
let warehouse: LocalWarehouse | undefined;
onStopSignal(async () => {
  aborter.abort();
  const running = runtime?.running() ?? 0;
  if (running > 0) console.log(`${running} running ${running === 1 ? "execution ends" : "executions end"} with it.`);
  await devices?.stop();
  await warehouse?.stop();
  await runtime?.stop();
  await folder.remove();
});
try {
  const { withRobots, withWarehouse, rest } = takeHelpers(process.argv.slice(2));
  const port = readPort(rest, process.env, usage);
  await requireFreePort(port);
  const variables = await variableSources(root, process.env);
  const outDir = join(folder.path, "cdktf.out");
  console.log("Building handlers, pages and stacks");
  await synthesize(root, outDir, variables, aborter.signal);
  runtime = await startRuntime({ root, outDir, port, variables, log: terminalLog, onProgress: console.log });
  console.log(`\n${describeRuntime(runtime)}\n`);
  const say = (line: string) => terminalLog("info", "robots", line);
  devices = await startDevices({ runtime, stage: stageOf(variables) ?? "local", withRobots, say });
  warehouse = withWarehouse ? await startWarehouse({ runtime, stage: stageOf(variables) ?? "local" }) : undefined;
} catch (error) {
  if (!aborter.signal.aborted) {
    console.error(describeError(error));
    await folder.remove();
    process.exit(exitCodeOf(error));
  }
}
