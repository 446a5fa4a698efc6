// Shifts a system's alias to another version in steps: `npm run shift-alias` without arguments says how.
import { setTimeout } from "node:timers/promises";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { SFNClient } from "@aws-sdk/client-sfn";
import { help, readArguments } from "./lib/shift-alias/arguments.js";
import { shiftAlias } from "./lib/shift-alias/shift.js";

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => stopped.abort(new Error("Stopped: the alias goes back to where it was.")));
}
const given = process.argv.slice(2);
try {
  if (given.length === 0 || given.includes("--help")) {
    console.error(help);
    process.exitCode = given.includes("--help") ? 0 : 2;
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
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
