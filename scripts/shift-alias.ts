import { setTimeout } from "node:timers/promises";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { SFNClient } from "@aws-sdk/client-sfn";
import { explain } from "./lib/robot/target.js";
import { help, readArguments } from "./lib/shift-alias/arguments.js";
import { shiftAlias } from "./lib/shift-alias/shift.js";
import { answerHelp } from "./lib/usage.js";

answerHelp(help);

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => stopped.abort(new Error("Stopped: the alias goes back to where it was.")));
}
const given = process.argv.slice(2);
try {
  if (given.length === 0) {
    console.error(help);
    process.exitCode = 2;
  } else {
    const outcome = await shiftAlias(readArguments(given, process.env.TF_VAR_stage), {
      states: new SFNClient({}),
      cloudwatch: new CloudWatchClient({}),
      sleep: async (milliseconds) => {
        await setTimeout(milliseconds, undefined, { signal: stopped.signal }).catch(() =>
          stopped.signal.throwIfAborted(),
        );
      },
      report: (line) => console.log(line),
    });
    process.exitCode = outcome === "rolled back" ? 1 : 0;
  }
} catch (error) {
  const told = explain(error, { endpoint: undefined });
  console.error(told instanceof Error ? told.message : String(told));
  process.exitCode = 2;
}
