import type { JsonataDefinition } from "../spec/index.js";
import { StatesRenderer } from "./render-states.js";
import type { Bindings } from "./resources.js";
import type { Path, WorkflowData } from "./steps.js";

/** A finished workflow, as `render` and `statements` take it. */
export interface FinishedWorkflow {
  readonly data: Path;
}

/**
 * A workflow as Amazon States Language, in JSONata form. The same workflow and bindings give the same definition, key
 * by key. States stand in the order in which they are written, side paths after the path that they leave.
 *
 * @throws TypeError for a branch, an unfinished flow or a resource without a binding; RangeError for a state's name that
 * Step Functions does not take or that is used twice. The message names the state.
 * @example `JSON.stringify(render(petReminders, { lambda: (name) => `arn:aws:lambda:...:function:${name}` }))`
 */
export function render(workflow: FinishedWorkflow, bindings: Bindings): JsonataDefinition {
  const data = workflowData(workflow);
  const states = new StatesRenderer(bindings);
  const start = states.add(data, undefined);
  if (start === undefined)
    throw new TypeError(`The workflow ${data.name} has no state: begin it with let, do or wait.`);
  return {
    ...(data.comment !== undefined && { Comment: data.comment }),
    QueryLanguage: "JSONata",
    StartAt: start,
    ...(data.timeoutSeconds !== undefined && { TimeoutSeconds: data.timeoutSeconds }),
    States: states.all(),
  };
}

/** The plain data of a workflow. Throws a TypeError for a branch, which is a part and not a workflow. */
export function workflowData(workflow: FinishedWorkflow): WorkflowData {
  const { data } = workflow;
  if (!isWorkflow(data)) throw new TypeError("This is a branch of a workflow: render the workflow that it belongs to.");
  return data;
}

function isWorkflow(data: Path): data is WorkflowData {
  return "name" in data;
}
