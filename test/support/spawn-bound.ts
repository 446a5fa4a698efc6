import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** A process that is bound to this one. */
export interface Bound {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Ends it and all that it has started, if it still runs. */
  kill(): void;
}

/**
 * A shell becomes the tool, in a group of its own with all that the tool starts. A watcher beside it reads from this process;
 * when there is nothing more to read, since this process has closed its end or is gone, it kills the group.
 */
const SCRIPT = '(cat <&3; kill -9 -$$) >/dev/null 2>&1 & exec "$0" "$@" 3<&- </dev/null';

/**
 * Starts a tool that, with all that it has started, does not outlive this process, however that ends.
 *
 * @example
 * const server = spawnBound("moto_server", ["-p", "0"], {});
 * server.kill();
 */
export function spawnBound(
  tool: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv },
): Bound {
  const child = spawn("sh", ["-c", `exec 3<&0; ${SCRIPT}`, tool, ...args], {
    ...options,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  // What it leaves behind, a provider for example, ends too.
  child.once("exit", () => child.stdin.end());
  return { child, kill: () => child.stdin.end() };
}
