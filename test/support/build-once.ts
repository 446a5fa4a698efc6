import { spawn } from "node:child_process";
import { join } from "node:path";

/**
 * Vitest's global set-up: builds and synthesizes once, in a process of its own, so that every test reads what a user's
 * command writes.
 *
 * @throws Error with all that the command printed, when it fails.
 */
export default async function buildOnce(): Promise<void> {
  const root = process.cwd();
  const child = spawn(process.execPath, [join("scripts", "run.mjs"), "synth"], { cwd: root });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code === 0) return;
  throw new Error(`node scripts/run.mjs synth ended with code ${code}:\n${Buffer.concat(output).toString()}`);
}
