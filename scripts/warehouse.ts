import { parseArgs } from "node:util";
import { describeError, onStopSignal } from "./lib/local-run.js";
import { readNumber } from "./lib/robot/options.js";
import { chooseTarget, explain, targetUsage } from "./lib/robot/target.js";
import { answerHelp, exitCodeOf, UsageError, wrongOption } from "./lib/usage.js";
import { openWarehouse } from "./lib/warehouse/open-warehouse.js";
import type { RunningWarehouse } from "./lib/warehouse/run-warehouse.js";

const usage = `Use: npm run warehouse -- [--speed 2] [--port N | --stage NAME]

Packs the shop's orders, until Ctrl-C. Several may run.

  --speed 2     seconds that it takes to pack one
${targetUsage}`;
answerHelp(usage);

let warehouse: RunningWarehouse | undefined;
onStopSignal(async () => {
  await warehouse?.stop();
});
try {
  const { target, speedSeconds } = readOptions(process.argv.slice(2));
  console.log(`The warehouse works for ${target.description}`);
  const say = (line: string) => console.log(`${new Date().toTimeString().slice(0, 8)} warehouse ${line}`);
  warehouse = await openWarehouse({ target, speedSeconds, say }).catch((error: unknown) => {
    throw explain(error, target);
  });
} catch (error) {
  console.error(describeError(error));
  process.exit(exitCodeOf(error));
}

function readOptions(args: readonly string[]) {
  const options = {
    speed: { type: "string" },
    stage: { type: "string" },
    port: { type: "string" },
    local: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    return {
      target: chooseTarget(values, process.env),
      speedSeconds: readNumber("--speed", values.speed ?? "2", 0, 3600),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wrongOption(error, usage);
  }
}
