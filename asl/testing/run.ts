import { seededRandom, taskTokens, virtualClock } from "../interpreter/index.js";
import { TestRun } from "./host.js";
import type { RunOptions, WorkflowRun } from "./run-data.js";

const defaultNow = "2026-01-01T00:00:00Z";

/**
 * Runs a definition from start to end on virtual time, with mocks for its tasks. The same arguments give the same run.
 *
 * @throws DefinitionError when the definition cannot run; a TypeError when a task has no mock, or a mock has no task; whatever
 * else than a `TaskFailure` a mock throws; an Error when nothing is left to happen before the end (a task token that
 * nobody completes, say).
 * @example
 * ```ts
 * const run = await runWorkflow(definition, {
 *   input: { to: "ann@example.com" },
 *   mocks: { SendMail: [{ error: "Throttled" }, { output: { messageId: "7" } }] },
 * });
 * expect(run.path).toEqual(["SendMail", "Sent"]);
 * ```
 */
export async function runWorkflow(definition: unknown, options: RunOptions = {}): Promise<WorkflowRun> {
  const { now = defaultNow, seed = 1 } = options;
  const startTime = Date.parse(now);
  if (Number.isNaN(startTime))
    throw new TypeError(`'now' must be an ISO 8601 time, such as "${defaultNow}", but is "${now}".`);
  const clock = virtualClock({ start: startTime });
  const random = seededRandom(seed);
  const mistakes: unknown[] = [];
  const host = {
    clock,
    random,
    uuid: () => uuidFrom(random),
    tokens: taskTokens(),
    startTime,
    mistaken(problem: unknown) {
      mistakes.push(problem);
      run.execution.stop();
    },
  };
  const run: TestRun = new TestRun(host, definition, options);
  await clock.runUntil(run.execution.done);
  if (mistakes.length > 0) throw mistakes[0];
  return run.report();
}

function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
