import type { Arg } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import type { Activity } from "./resources.js";
import { task } from "./task.js";

/**
 * Hands work to whoever polls for this activity's tasks, and waits for the answer. Give the step a `timeout` and a `heartbeat`: without
 * them a worker that dies holds the execution for a year.
 *
 * Source: AWS Step Functions Developer Guide, "Learn about Activities in Step Functions".
 */
export function perform<Input, Output, ErrorName extends string>(
  work: Activity<Input, Output, ErrorName>,
  input: Arg<NoInfer<Input>>,
): Work<Output, ErrorName> {
  return task({ resource: work, arguments: input, permissions: [] });
}
