import type { Json } from "../spec/index.js";
import { isObject } from "./json-object.js";
import type { RecordedCall, RecordedRetry, WorkflowRun } from "./run-data.js";

/** Throws unless the run entered exactly these states, in this order. */
export function assertPath(run: WorkflowRun, ...states: readonly string[]): void {
  const same = run.path.length === states.length && run.path.every((state, index) => state === states[index]);
  if (!same) fail(run, `The run was to enter ${states.join(", ")}.`);
}

/** Throws unless the run succeeded; with `output`, unless it came to that. */
export function assertSucceeded(run: WorkflowRun, output?: Json): void {
  if (run.status !== "SUCCEEDED") fail(run, "The run was to succeed.");
  if (output !== undefined && !equal(run.output, output)) {
    fail(run, `The run's output was to be ${JSON.stringify(output)}, but is ${JSON.stringify(run.output)}.`);
  }
}

/** Throws unless the run failed; with `error`, unless it did with that error name. */
export function assertFailed(run: WorkflowRun, error?: string): void {
  const failed = run.status === "FAILED" || run.status === "TIMED_OUT";
  if (!failed || (error !== undefined && run.error !== error)) {
    fail(run, `The run was to fail${error === undefined ? "" : ` with ${error}`}.`);
  }
}

/** The calls of one state, in order. */
export function callsOf(run: WorkflowRun, state: string): readonly RecordedCall[] {
  return run.calls.filter((call) => call.state === state);
}

/**
 * Throws unless a state's task was called once for each of `parameters`, which name those fields that matter; others may be there,
 * too. Without any: unless it was called at all.
 *
 * @example `assertCalled(run, "SendMail", { Payload: { to: "ann@example.com" } });`
 */
export function assertCalled(run: WorkflowRun, state: string, ...parameters: readonly Json[]): void {
  const calls = callsOf(run, state);
  if (parameters.length === 0 && calls.length === 0) fail(run, `The task of '${state}' was to be called.`);
  if (parameters.length > 0 && calls.length !== parameters.length) {
    fail(run, `The task of '${state}' was to be called ${parameters.length} times, but was ${calls.length} times.`);
  }
  for (const [index, expected] of parameters.entries()) {
    const received = calls[index]?.parameters;
    if (received === undefined || contains(received, expected)) continue;
    const which = `Call ${index + 1} of '${state}'`;
    fail(run, `${which} was to receive ${JSON.stringify(expected)}, but received ${JSON.stringify(received)}.`);
  }
}

/** Throws if a state's task was called. */
export function assertNotCalled(run: WorkflowRun, state: string): void {
  const { length } = callsOf(run, state);
  if (length > 0) fail(run, `The task of '${state}' was not to be called, but was ${length} times.`);
}

/** Throws unless a Wait state was gone through with these durations, in seconds, once for each. */
export function assertWaited(run: WorkflowRun, state: string, ...seconds: readonly number[]): void {
  const waited = run.waits.flatMap((wait) => (wait.state === state ? [wait.seconds] : []));
  if (equal(waited, seconds)) return;
  fail(
    run,
    `'${state}' was to wait ${list(seconds)} seconds, but ${waited.length === 0 ? "did not wait" : `waited ${list(waited)}`}.`,
  );
}

/**
 * Throws unless a state was tried again exactly so often: one expectation for each retry, with what matters of its `error`, `rule`
 * and `delaySeconds`.
 *
 * @example `assertRetried(run, "SendMail", { error: "Throttled", delaySeconds: 2 }, { error: "Throttled", delaySeconds: 4 });`
 */
export function assertRetried(
  run: WorkflowRun,
  state: string,
  ...expected: readonly Partial<Pick<RecordedRetry, "error" | "rule" | "delaySeconds">>[]
): void {
  const retries = run.retries.filter((retry) => retry.state === state);
  const matches = expected.every(({ error, rule, delaySeconds }, index) => {
    const retry = retries[index];
    return (
      (error === undefined || retry?.error === error) &&
      (rule === undefined || retry?.rule === rule) &&
      (delaySeconds === undefined || retry?.delaySeconds === delaySeconds)
    );
  });
  if (retries.length === expected.length && matches) return;
  const told = retries.map(({ error, rule, delaySeconds }) => JSON.stringify({ error, rule, delaySeconds }));
  fail(run, `'${state}' was to be tried again ${JSON.stringify(expected)}, but was [${told.join(",")}].`);
}

function list(values: readonly number[]): string {
  return values.length === 0 ? "no" : values.join(", ");
}

/** Says what was expected, and then how the run really went. */
function fail({ status, error, cause, path, calls, elapsedSeconds }: WorkflowRun, expectation: string): never {
  const why = error === undefined ? "" : ` with ${error}${cause === undefined ? "" : ` (${cause.slice(0, 200)})`}`;
  const called = calls.map(({ state, attempt, at }) => `  at ${at} s: ${state}, attempt ${attempt}`);
  const lines = [
    expectation,
    `It is ${status}${why} after ${elapsedSeconds} s.`,
    `It entered: ${path.join(", ")}.`,
    called.length === 0 ? "It called nothing." : "It called:",
    ...called,
  ];
  throw new Error(lines.join("\n"));
}

function equal(one: Json | undefined, other: Json | undefined): boolean {
  return one !== undefined && other !== undefined && contains(one, other) && contains(other, one);
}

/** Whether a value has all that another has: objects may have more fields, lists may not have more items. */
function contains(value: Json, part: Json): boolean {
  if (isObject(value) && isObject(part)) {
    return Object.entries(part).every(([name, inner]) => {
      const own = Object.hasOwn(value, name) ? value[name] : undefined;
      return own !== undefined && contains(own, inner);
    });
  }
  if (isList(value) && isList(part)) {
    return (
      value.length === part.length &&
      part.every((inner, index) => value[index] !== undefined && contains(value[index], inner))
    );
  }
  return value === part;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
