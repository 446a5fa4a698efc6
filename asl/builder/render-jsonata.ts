import type { JsonataDefinition } from "../spec/index.js";
import { StatesRenderer } from "./render-states.js";
import type { Bindings } from "./resources.js";
import type { WorkflowData } from "./steps.js";

/** A workflow's data as a definition in JSONata form. */
export function renderJsonata(data: WorkflowData, bindings: Bindings): JsonataDefinition {
  const states = new StatesRenderer(bindings);
  const start = states.add(data, undefined);
  if (start === undefined) {
    throw new TypeError(`The workflow ${data.name} has no state: begin it with let, do or wait.`);
  }
  return {
    ...(data.comment !== undefined && { Comment: data.comment }),
    QueryLanguage: "JSONata",
    StartAt: start,
    ...(data.timeoutSeconds !== undefined && { TimeoutSeconds: data.timeoutSeconds }),
    States: states.all(),
  };
}
