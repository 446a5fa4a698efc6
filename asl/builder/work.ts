import type { WorkData } from "./steps.js";

declare const phantom: unique symbol;

/**
 * The work of a step: what it does, the type of its result, and the names of the errors that it can fail with.
 *
 * `Envelope` is the field of the service's answer that the result stands in, such as Lambda's `Payload`: `let` keeps the result alone,
 * while a state in JSONPath mode sees the answer as it is.
 *
 * Made by `invoke`, `parallel` and the other integrations; `let` and `do` put it into a workflow.
 */
export class Work<out Output, out ErrorName extends string, out Envelope extends string = never> {
  declare readonly [phantom]: { readonly output: Output; readonly error: ErrorName; readonly envelope: Envelope };
  readonly data: WorkData;

  constructor(data: WorkData) {
    this.data = data;
    Object.freeze(this);
  }
}
