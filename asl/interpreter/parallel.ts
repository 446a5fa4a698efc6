import type { Json } from "../spec/index.js";
import { drive, redrive, resume } from "./drive.js";
import { Scope } from "./environment.js";
import type { Failure } from "./failure.js";
import { Frame, type Owner } from "./frame.js";
import { checkInput } from "./input-limit.js";
import type { Compute } from "./language.js";
import { chain } from "./maybe-promise.js";
import type { Body, Exit, Progress, Step } from "./state.js";

/** Parallel: runs every branch with the same input; the result is the list of their outputs, in order. */
export function parallelState(work: Compute<Json>, branches: readonly Body[], exit: Exit): Step {
  return (frame) =>
    chain(work(frame), (input) => {
      const mock = frame.run.inspection?.mock;
      checkInput(frame, input);
      if (mock === undefined) return runBranches(frame, branches, input, exit);
      const result = mock();
      frame.result = result;
      return exit(frame, result);
    });
}

/** How far the branches had come when the state failed or was aborted. */
interface Former {
  readonly results: readonly Json[];
  /** The frames of the branches; `undefined` for one that has succeeded. */
  readonly frames: readonly (Frame | undefined)[];
}

function runBranches(frame: Frame, branches: readonly Body[], input: Json, exit: Exit, former?: Former): Progress {
  if (former === undefined) frame.record("ParallelStateStarted");
  const results: Json[] = branches.map((_branch, index) => former?.results[index] ?? null);
  const children = new Set<Frame>();
  const indexes = new Map<Frame, number>();
  const frames: (Frame | undefined)[] = branches.map(() => undefined);
  let starting = true;
  let failure: Failure | undefined;

  const complete = (): Progress => {
    frame.children = undefined;
    if (failure !== undefined) throw failure;
    // What fails from here on is the state as a whole: it is run anew, those branches included that have succeeded.
    frame.redriveState = undefined;
    frame.run.record("ParallelStateSucceeded", frame.previous);
    frame.result = results;
    return exit(frame, results);
  };

  const goOn = (): void => {
    // While branches are still being started, the end is handled by the loop below.
    if (!starting) resume(frame, complete);
  };

  const owner: Owner = {
    succeeded(child, output) {
      const index = indexes.get(child) ?? 0;
      results[index] = output;
      frames[index] = undefined;
      children.delete(child);
      frame.previous = child.previous;
      if (children.size === 0) goOn();
    },
    failed(child, problem) {
      children.delete(child);
      child.recordAborted();
      for (const sibling of children) sibling.abort();
      children.clear();
      frame.previous = child.previous;
      failure = problem;
      goOn();
    },
  };

  frame.children = children;
  frame.pending = { cancel: () => {} };
  frame.redriveState = (again) => runBranches(again, branches, input, exit, { results, frames });
  const start = frame.previous;
  for (const [index, branch] of branches.entries()) {
    if (former !== undefined && former.frames[index] === undefined) continue;
    const child =
      former?.frames[index]?.again(owner) ??
      new Frame(frame.run, new Scope(frame.scope), owner, branch.start, input, start, frame.item);
    children.add(child);
    indexes.set(child, index);
    frames[index] = child;
  }
  const begin = former === undefined ? drive : redrive;
  for (const child of [...children]) if (failure === undefined) begin(child);
  starting = false;
  return children.size === 0 ? complete() : false;
}
