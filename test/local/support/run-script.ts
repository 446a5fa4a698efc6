import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";

/** A script of ours that runs as a person's command does. */
export interface RunningScript {
  /** All it has printed so far. */
  output(): string;
  /** Waits until it has printed this, and gives the match. */
  prints(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Sends a signal to it alone. */
  kill(signal: NodeJS.Signals): void;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
}

/** Runs `node scripts/run.mjs NAME ...` in `root`; ends it with the test. */
export function runScript(
  root: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningScript {
  const { TF_VAR_stage: _, PORT: __, ...inherited } = process.env;
  const child: ChildProcess = spawn(process.execPath, [join("scripts", "run.mjs"), ...args], {
    cwd: root,
    env: { ...inherited, ...environment },
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  return {
    output: () => output,
    async prints(pattern, timeoutMs = 30_000) {
      await expect.poll(() => output, { timeout: timeoutMs, interval: 50 }).toMatch(pattern);
      const match = pattern.exec(output);
      if (match === null) throw new Error("the output changed");
      return match;
    },
    kill: (signal) => void child.kill(signal),
    exited,
  };
}
