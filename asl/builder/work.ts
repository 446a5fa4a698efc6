import type { WorkData } from "./steps.js";

declare const phantom: unique symbol;

/**
 * The work of a step: what it does, the type of its result, and the names of the errors that it can fail with.
 *
 * Made by `invoke` and `parallel`; `let` and `do` put it into a workflow.
 */
export class Work<out Output, out ErrorName extends string> {
  declare readonly [phantom]: { readonly output: Output; readonly error: ErrorName };
  readonly data: WorkData;

  constructor(data: WorkData) {
    this.data = data;
    Object.freeze(this);
  }
}
