import type { AnyEnd } from "../builder/ends.js";
import type { ErrorOutput } from "../builder/errors.js";
import type { ClosedPath } from "../builder/paths.js";
import type { DataFlow } from "./flow.js";
import type { AnyDataPath, DataEndsOf, DataOf, VariablesOf } from "./paths.js";
import type { WithResult } from "./result-path.js";
import type { AnyEarlier } from "./states.js";
import type { JoinedVariables } from "./variables.js";

/** The data once a step of a saga has failed: what was there before that step, and the error under `problem`. */
type Failed<D> = WithResult<D, "$.problem", ErrorOutput>;

/** The data once an undo step has failed too: its error is under `stuck`. */
type Stuck<D> = WithResult<Failed<D>, "$.stuck", ErrorOutput>;

/** A saga being written: its steps so far lead to data `D`; `P` are the paths that it can go on with. */
export interface Saga<D, V, S extends AnyEarlier, X extends AnyEnd, P> {
  /**
   * Adds a step. When a state of it fails, and no catcher of its own takes the error, its `undo` runs, then that of the step before, and
   * so on. A step that failed may have been done, so its own `undo` comes first: make each one safe to run in vain.
   */
  step<Q extends AnyDataPath, U extends AnyDataPath = never>(
    part: (w: DataFlow<D, V, S, never>) => Q,
    undo?: (w: DataFlow<Failed<D>, V, never, never>) => U,
  ): Saga<DataOf<Q>, JoinedVariables<V, VariablesOf<Q>>, S, X | DataEndsOf<Q> | DataEndsOf<U>, Q>;
  /** Exists for the compiler alone: what the steps come to. */
  readonly "the steps": { readonly ends: X; readonly last: P };
}

/** What a finished saga's steps come to. */
export interface SagaSteps<X extends AnyEnd, P> {
  readonly "the steps": { readonly ends: X; readonly last: P };
}

/** What a saga does when a step has failed; both begin with the data of the saga's beginning. */
export interface SagaEnds<D, V, E extends ClosedPath<AnyEnd>, K extends ClosedPath<AnyEnd>> {
  /** Comes after the undo steps; the error that led here is at `$.problem`. */
  readonly failed: (w: DataFlow<Failed<D>, V, never, never>) => E;
  /** Comes when an undo step, or a state of `failed`, has failed itself and no catcher of its own took the error; it is at `$.stuck`. */
  readonly stuck: (w: DataFlow<Stuck<D>, V, never, never>) => K;
}
