import { assumeType } from "../builder/assume-type.js";
import type { WorkflowOptions } from "../builder/workflow.js";
import { DataFlowBuilder } from "./data-flow-builder.js";
import type { DataFlow } from "./flow.js";
import type { NoVariables } from "./variables.js";

/**
 * Starts a workflow in JSONPath mode: data flows from state to state, and its type with it.
 *
 * @typeParam Input - The type of an execution's input, with which the first state begins.
 * @param name - The system's name, such as `orders`.
 * @example
 * ```ts
 * pathWorkflow<Order>("orders")
 *   .task("ProcessPayment", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" })
 *   .succeed("Paid", "$.payment")
 * ```
 */
export function pathWorkflow<Input>(
  name: string,
  options: WorkflowOptions = {},
): DataFlow<Input, NoVariables, never, never> {
  const head = {
    queryLanguage: "JSONPath",
    name,
    ...(options.comment !== undefined && { comment: options.comment }),
    ...(options.timeout && { timeoutSeconds: options.timeout.seconds }),
  };
  return assumeType(new DataFlowBuilder(undefined, head));
}
