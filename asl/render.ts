import { renderJsonata } from "./builder/render-jsonata.js";
import type { Bindings } from "./builder/resources.js";
import type { Path, WorkflowData } from "./builder/steps.js";
import { type RenderedPaths, renderJsonpath } from "./jsonpath/render-jsonpath.js";
import type { DataPath, DataWorkflow } from "./jsonpath/steps.js";
import type { JsonataDefinition } from "./spec/index.js";

/** A finished workflow, as `render` and `statements` take it. */
export interface FinishedWorkflow {
  readonly data: Path | DataPath;
}

/** A rendered definition: what CreateStateMachine takes as JSON text. */
export type RenderedDefinition = JsonataDefinition | RenderedPaths;

/**
 * A workflow as Amazon States Language. The same workflow and bindings give the same definition, key by key. States stand
 * in the order in which they are written, side paths after the path that they leave.
 *
 * @throws TypeError for a branch, an unfinished flow or a resource without a binding; RangeError for a state's name that
 * Step Functions does not take or that is used twice. The message names the state.
 * @example
 * ```ts
 * JSON.stringify(render(petReminders, { lambda: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` }));
 * ```
 */
export function render(workflow: FinishedWorkflow, bindings: Bindings): RenderedDefinition {
  const data = workflowData(workflow);
  return "queryLanguage" in data ? renderJsonpath(data, bindings) : renderJsonata(data, bindings);
}

/** The plain data of a workflow. Throws a TypeError for a branch, which is a part and not a workflow. */
export function workflowData({ data }: FinishedWorkflow): WorkflowData | DataWorkflow {
  if (!isWorkflow(data)) throw new TypeError("This is a branch of a workflow: render the workflow that it belongs to.");
  return data;
}

function isWorkflow(data: Path | DataPath): data is WorkflowData | DataWorkflow {
  return "name" in data;
}
