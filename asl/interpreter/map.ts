import type { Json } from "../spec/index.js";
import { drive, redrive, resume } from "./drive.js";
import { Scope } from "./environment.js";
import type { Failure } from "./failure.js";
import { Frame, type MapItem, type Owner } from "./frame.js";
import type { HistoryEventType } from "./history.js";
import { checkInput } from "./input-limit.js";
import type { Compute } from "./language.js";
import { itemAt } from "./map-entries.js";
import { runMockedMap } from "./map-mock.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import { selectorFrame } from "./select-items.js";
import type { Body, Exit, Progress, Step } from "./state.js";

/** How many iterations run at once at most, whatever the definition says. Source: AWS Step Functions Developer Guide, "Inline mode". */
const mostConcurrency = 40;

/** What a Map state computes. */
export interface MapParts {
  readonly items: Compute<readonly Json[]>;
  readonly selector: Compute<Json> | undefined;
  readonly maxConcurrency: Compute<number> | undefined;
  /** Evaluated for their errors only: tolerance is a feature of Distributed Map. */
  readonly toleratedCount: Compute<number> | undefined;
  readonly toleratedPercentage: Compute<number> | undefined;
  readonly body: Body;
  readonly exit: Exit;
}

/** Map, inline: runs its body once an item; the result is the list of the outputs, in the items' order. */
export function mapState(parts: MapParts): Step {
  return (frame) => {
    const { inspection } = frame.run;
    if (inspection?.mock !== undefined) return runMockedMap(frame, parts, inspection, inspection.mock);
    return chain(parts.items(frame), (items) =>
      chain(parts.maxConcurrency?.(frame) ?? 0, (limit) =>
        chain(evaluateAll([parts.toleratedCount, parts.toleratedPercentage], frame, 0), () =>
          runIterations(frame, parts, items, limit),
        ),
      ),
    );
  };
}

function evaluateAll(
  computes: readonly (Compute<number> | undefined)[],
  frame: Frame,
  index: number,
): MaybePromise<undefined> {
  if (index === computes.length) return undefined;
  return chain(computes[index]?.(frame), () => evaluateAll(computes, frame, index + 1));
}

/** How far the iterations had come when the state failed or was aborted. */
interface Former {
  readonly results: readonly Json[];
  /** Those that have succeeded. */
  readonly succeeded: ReadonlySet<number>;
  /** The others that were begun. */
  readonly frames: ReadonlyMap<number, Frame>;
}

function runIterations(
  frame: Frame,
  parts: MapParts,
  items: readonly Json[],
  limit: number,
  former?: Former,
): Progress {
  const { run } = frame;
  const name = frame.state?.name ?? "";
  const concurrency = limit === 0 ? mostConcurrency : Math.min(limit, mostConcurrency);
  const results: Json[] = items.map((_item, index) => former?.results[index] ?? null);
  const succeeded = new Set(former?.succeeded);
  const frames = new Map(former?.frames);
  const children = new Set<Frame>();
  let next = 0;
  let running = 0;
  let pumping = false;
  let failure: Failure | undefined;

  if (former === undefined) {
    frame.record("MapStateStarted", () => ({ mapStateStartedEventDetails: { length: items.length } }));
  }
  frame.children = children;
  frame.redriveState = (again) => runIterations(again, parts, items, limit, { results, succeeded, frames });
  // What the next iteration's first event follows: the start, then the end of the one that made room for it.
  let before = frame.previous;

  const note = (outcome: "Started" | "Succeeded" | "Failed" | "Aborted", previous: number, index: number): number => {
    const type: HistoryEventType = `MapIteration${outcome}`;
    return run.record(type, previous, () => ({ [`mapIteration${outcome}EventDetails`]: { name, index } }));
  };

  const owner: Owner = {
    succeeded(child, output) {
      const index = child.item?.index ?? 0;
      results[index] = output;
      succeeded.add(index);
      frames.delete(index);
      children.delete(child);
      before = child.previous;
      frame.previous = note("Succeeded", child.previous, index);
      running -= 1;
      pump();
    },
    failed(child, problem) {
      children.delete(child);
      note("Failed", child.previous, child.item?.index ?? 0);
      frame.previous = child.previous;
      for (const sibling of children) sibling.abort();
      children.clear();
      failure = problem;
      pump();
    },
    aborted(child) {
      note("Aborted", child.previous, child.item?.index ?? 0);
    },
  };

  const begin = (item: MapItem, input: Json): void => {
    const started = note("Started", before, item.index);
    const child = new Frame(run, new Scope(frame.scope), owner, parts.body.start, input, started, item);
    children.add(child);
    frames.set(item.index, child);
    drive(child);
  };

  const beginAgain = (given: Frame, index: number): void => {
    const child = given.again(owner);
    children.add(child);
    frames.set(index, child);
    redrive(child);
  };

  const select = (item: MapItem): MaybePromise<Json> => {
    if (parts.selector === undefined) return items[item.index] ?? null;
    try {
      return chain(parts.selector(selectorFrame(frame, item)), (input) => {
        checkInput(frame, input);
        return input;
      });
    } catch (problem) {
      return stop(problem);
    }
  };

  const startNext = (): void => {
    const item = itemAt(items, next);
    next += 1;
    if (succeeded.has(item.index)) return;
    running += 1;
    const begun = former?.frames.get(item.index);
    if (begun !== undefined) {
      beginAgain(begun, item.index);
      return;
    }
    const input = select(item);
    if (!(input instanceof Promise)) {
      begin(item, input);
      return;
    }
    input.then(
      (value) => {
        if (!frame.ended && failure === undefined && frame.children === children) begin(item, value);
      },
      (problem: unknown) => {
        if (frame.children === children) resume(frame, () => stop(problem));
      },
    );
  };

  const stop = (problem: unknown): never => {
    for (const child of children) child.abort();
    children.clear();
    frame.children = undefined;
    throw problem;
  };

  const complete = (): Progress => {
    frame.children = undefined;
    if (failure !== undefined) throw failure;
    // What fails from here on is the state as a whole: it is run anew, those iterations included that have succeeded.
    frame.redriveState = undefined;
    run.record("MapStateSucceeded", frame.previous);
    frame.result = results;
    return parts.exit(frame, results);
  };

  const isOver = (): boolean => failure !== undefined || succeeded.size === items.length;

  const fill = (): void => {
    pumping = true;
    try {
      while (!isOver() && running < concurrency && next < items.length && !frame.ended) startNext();
    } finally {
      pumping = false;
    }
  };

  // Called by every iteration that ends; those that end at once, while others are being started, are left to that loop.
  const pump = (): void => {
    if (pumping) return;
    resume(frame, () => {
      frame.pending = { cancel: () => {} };
      fill();
      return isOver() ? complete() : false;
    });
  };

  fill();
  return isOver() ? complete() : false;
}
