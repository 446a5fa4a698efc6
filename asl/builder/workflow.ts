import type { Duration } from "./duration.js";
import type { Failed, Succeeded } from "./ends.js";
import type { ClosedFlow, Flow } from "./flow.js";
import type { Names } from "./scope.js";
import { startFlow } from "./start-flow.js";

/** A finished workflow, typed by what it can come to. */
export type Workflow<Output, ErrorName extends string> = ClosedFlow<Succeeded<Output> | Failed<ErrorName>>;

/** What a workflow may say of itself. */
export interface WorkflowOptions {
  readonly comment?: string;
  /** How long an execution may take in all. */
  readonly timeout?: Duration;
}

/**
 * Starts a workflow: what follows is one expression that reads from top to bottom like its diagram.
 *
 * @typeParam Input - The type of an execution's input, in scope everywhere as `input`.
 * @param name - The system's name, such as `pet-reminders`.
 */
export function workflow<Input>(
  name: string,
  options: WorkflowOptions = {},
): Flow<Names<{ input: Input }>, never, never> {
  return startFlow({
    name,
    ...(options.comment !== undefined && { comment: options.comment }),
    ...(options.timeout && { timeoutSeconds: options.timeout.seconds }),
  });
}
