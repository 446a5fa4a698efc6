import type { Json, JsonObject } from "../spec/index.js";
import { causePrefix, dataLimitExceeded, unexpected } from "./causes.js";
import { Failure } from "./failure.js";
import type { Frame } from "./frame.js";
import type { HistoryEventType } from "./history.js";
import { exceeds } from "./json-size.js";
import { failureDetails } from "./recorder.js";
import { matches, nextRetry } from "./retry.js";
import type { Catcher, Link, Progress, Step } from "./state.js";

/** Runs a frame from the state where it stands until something waits or it ends. */
export function drive(frame: Frame): void {
  frame.elapsed = frame.run.elapsed;
  // A state that follows at once is entered when the one before it was left, which saves looking at the clock.
  while (!frame.ended) {
    const { state } = frame;
    if (state === undefined) {
      frame.ended = true;
      frame.owner.succeeded(frame, frame.input);
      return;
    }
    let progress: Progress;
    try {
      frame.run.enter(frame, state);
      progress = state.run(frame);
    } catch (problem) {
      progress = recover(frame, problem);
    }
    if (progress !== true) {
      if (progress instanceof Promise) later(frame, progress);
      return;
    }
  }
}

/** Goes on with a frame that was waiting. Does nothing when it has ended meanwhile. */
export function resume(frame: Frame, step: Step): void {
  if (frame.ended) return;
  frame.pending = undefined;
  let progress: Progress;
  try {
    progress = step(frame);
  } catch (problem) {
    progress = recover(frame, problem);
  }
  if (progress === true) drive(frame);
  else if (progress instanceof Promise) later(frame, progress);
}

/**
 * Goes on with a frame that stands where another one failed or was aborted. Its state is not entered again, but for Fail
 * and one that was never entered. Source: AWS Step Functions Developer Guide, "Redrive behavior of individual states".
 */
export function redrive(frame: Frame): void {
  const { state } = frame;
  if (state === undefined || state.type === "Fail" || frame.entered === 0) drive(frame);
  else resume(frame, frame.redriveState ?? state.run);
}

function later(frame: Frame, progress: Promise<boolean>): void {
  progress.then(
    (moved) => {
      if (moved && !frame.ended) drive(frame);
    },
    (problem: unknown) => resume(frame, () => recover(frame, problem)),
  );
}

/** Leaves a state: records it, sets its variables and moves the frame on. */
export function leave(
  frame: Frame,
  event: HistoryEventType,
  output: Json,
  assigned: JsonObject | undefined,
  next: Link,
): true {
  const { state, run } = frame;
  // Evaluated later than the frame ended: whatever it was must leave no trace.
  if (frame.ended || state === undefined) return true;
  if ((output !== frame.input && exceeds(output)) || (assigned !== undefined && exceeds(assigned))) {
    throw dataLimitExceeded(state.name);
  }
  frame.elapsed = run.elapsed;
  frame.previous = run.recordExit(frame, event, state.name, output, assigned);
  if (assigned !== undefined) {
    frame.scope.assign(assigned);
    run.checkVariables(assigned);
  }
  frame.input = output;
  frame.state = next.state;
  frame.result = undefined;
  frame.errorOutput = undefined;
  frame.taskToken = undefined;
  frame.redriveState = undefined;
  return true;
}

/** Decides what becomes of a failure: another attempt, a catcher's way, or the end of the frame. */
function recover(frame: Frame, problem: unknown): Progress {
  if (frame.ended) return false;
  const failure = problem instanceof Failure ? problem : unexpected(problem);
  const { state } = frame;
  const reported = report(frame, failure);
  if (frame.ended) return false;
  frame.run.lastFailure = reported;
  if (state === undefined || failure.kind === "runtime") return giveUp(frame, reported);
  const retry = nextRetry(frame, state, reported);
  if (retry !== undefined) {
    frame.result = undefined;
    frame.redriveState = undefined;
    // Whoever watches the retry may have stopped the execution.
    if (frame.ended) return false;
    frame.run.time.mayLastUntil(retry);
    const cancel = frame.run.ports.clock.setTimer(retry, () => resume(frame, state.run));
    frame.pending = { cancel };
    return false;
  }
  if (state.failedEvent !== undefined) frame.record(state.failedEvent);
  const index = state.catchers.findIndex((catcher) => matches(catcher.errors, reported));
  const catcher = state.catchers[index];
  if (catcher === undefined) return giveUp(frame, reported);
  frame.run.trace?.({ kind: "catch", state: state.name, index });
  return caught(frame, catcher, reported);
}

function caught(frame: Frame, catcher: Catcher, failure: Failure): Progress {
  const failed = (problem: unknown): false => {
    if (!frame.ended) giveUp(frame, report(frame, problem instanceof Failure ? problem : unexpected(problem)));
    return false;
  };
  frame.result = undefined;
  frame.errorOutput = { Error: failure.error ?? null, Cause: failure.cause ?? null };
  try {
    const progress = catcher.exit(frame, frame.errorOutput);
    return progress instanceof Promise ? progress.catch(failed) : progress;
  } catch (problem) {
    return failed(problem);
  }
}

/** Completes the cause and, for an expression's failure, records it. */
function report(frame: Frame, failure: Failure): Failure {
  const { state } = frame;
  if (state === undefined || failure.kind === "plain" || failure.complete) return failure;
  // As recorded on AWS, a state under test says what is wrong and not where.
  const prefix = frame.run.inspection === undefined ? causePrefix(state.name, frame.entered) : "";
  const cause = prefix + failure.cause;
  if (failure.kind === "evaluation") {
    // As on AWS, what fails on entering a state follows the event before it.
    const previous = frame.previous === frame.entered && !failure.afterEntering ? frame.beforeEntered : frame.previous;
    frame.previous = frame.run.record("EvaluationFailed", previous, () => ({
      evaluationFailedEventDetails: {
        ...failureDetails(failure.error, cause),
        ...(failure.location === undefined ? {} : { location: failure.location }),
        state: state.name,
      },
    }));
  }
  return new Failure(failure.kind, failure.error, cause, { complete: true });
}

function giveUp(frame: Frame, failure: Failure): false {
  frame.ended = true;
  // What is wrong with a state itself fails the execution directly, from inside of branches and iterations, too.
  if (failure.kind === "runtime") frame.run.fail(failure, frame.previous);
  else frame.owner.failed(frame, failure);
  return false;
}
