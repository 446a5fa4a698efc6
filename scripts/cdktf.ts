import { spawn } from "node:child_process";
import { CDKTF_CLI, cdktfEnvironment } from "./lib/cdktf-cli.js";

// Runs the CLI of CDKTF for the stage in TF_VAR_stage: `npm run deploy -- SYSTEM`, `npm run destroy -- SYSTEM`.
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
