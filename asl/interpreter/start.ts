import { isCompiled } from "./compile.js";
import { exceeds, payloadLimit } from "./json-size.js";
import type { Execution, Machine, StartOptions } from "./ports.js";
import { Run } from "./run.js";

/**
 * Starts an execution. It runs at once up to the first state that waits for something, so a machine that never waits
 * has ended when this returns.
 *
 * @throws RangeError for an input over 256 KiB, which `StartExecution` refuses.
 * @example
 * ```ts
 * const execution = start(machine, { input: { id: "7" }, ports: { clock, random, uuid, call } });
 * const outcome = await execution.done;
 * ```
 */
export function start(machine: Machine, options: StartOptions): Execution {
  if (!isCompiled(machine)) throw new TypeError("start() needs a machine made by compile(), but got another object.");
  if (options.input !== undefined && exceeds(options.input)) {
    throw new RangeError(
      `An execution's input has at most ${payloadLimit} bytes of UTF-8 as JSON, but this one has more.`,
    );
  }
  return new Run(machine, options);
}
