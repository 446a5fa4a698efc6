import type { Json } from "../spec/index.js";
import { drive, resume } from "./drive.js";
import { Scope } from "./environment.js";
import type { Failure } from "./failure.js";
import { Frame, type Owner } from "./frame.js";
import type { Compute } from "./language.js";
import { chain } from "./maybe-promise.js";
import type { Body, Exit, Progress, Step } from "./state.js";

/** Parallel: runs every branch with the same input; the result is the list of their outputs, in order. */
export function parallelState(work: Compute<Json>, branches: readonly Body[], exit: Exit): Step {
  return (frame) =>
    chain(work(frame), (input) => {
      const mock = frame.run.inspection?.mock;
      if (mock === undefined) return runBranches(frame, branches, input, exit);
      const result = mock();
      frame.result = result;
      return exit(frame, result);
    });
}

function runBranches(frame: Frame, branches: readonly Body[], input: Json, exit: Exit): Progress {
  frame.record("ParallelStateStarted");
  const results: Json[] = branches.map(() => null);
  const children = new Set<Frame>();
  const indexes = new Map<Frame, number>();
  let missing = branches.length;
  let starting = true;
  let failure: Failure | undefined;

  const complete = (): Progress => {
    frame.children = undefined;
    if (failure !== undefined) throw failure;
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
      results[indexes.get(child) ?? 0] = output;
      children.delete(child);
      frame.previous = child.previous;
      missing -= 1;
      if (missing === 0) goOn();
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
  const start = frame.previous;
  for (const [index, branch] of branches.entries()) {
    const child = new Frame(frame.run, new Scope(frame.scope), owner, branch.start, input, start, frame.item);
    children.add(child);
    indexes.set(child, index);
  }
  for (const child of [...children]) if (failure === undefined) drive(child);
  starting = false;
  return missing === 0 || failure !== undefined ? complete() : false;
}
