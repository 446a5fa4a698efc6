import { spawn } from "node:child_process";
import { CDKTF_CLI, cdktfEnvironment } from "./lib/cdktf-cli.js";
import { readSettings } from "./lib/settings.js";
import { answerHelp, UsageError } from "./lib/usage.js";

// Runs the CLI of CDKTF for the stage in TF_VAR_stage: `npm run deploy -- SYSTEM`, `npm run destroy -- SYSTEM`.
const [command = "deploy", ...systems] = process.argv.slice(2);
const usage = `Use: npm run ${command} -- SYSTEM... [--auto-approve]

SYSTEM is a stack's name, such as hello, orders, pet-reminders or smoothies. The stage and the other variables come from TF_VAR_...: docs/deploy.md.
Needs Terraform 1.9 or newer and AWS credentials. Options are those of ${CDKTF_CLI}, which npx loads the first time.
`;
answerHelp(usage);
if (systems.every((word) => word.startsWith("-"))) throw new UsageError(`Which system?\n${usage.trimEnd()}`);
readSettings(process.env);
const child = spawn("npx", ["--yes", CDKTF_CLI, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: cdktfEnvironment(process.env),
  // `npx` is a script there.
  shell: process.platform === "win32",
});
// The terminal tells the CLI too, and that decides what becomes of a deployment that has begun.
process.on("SIGINT", () => {});
process.exitCode = await new Promise<number>((resolve, reject) => {
  child.on("error", reject).on("close", (code) => resolve(code ?? 1));
});
