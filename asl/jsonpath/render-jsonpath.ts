import type { Bindings } from "../builder/resources.js";
import type { JsonObject } from "../spec/index.js";
import { DataStatesRenderer } from "./render-states.js";
import type { DataWorkflow } from "./steps.js";

/** A definition in JSONPath form, as it was rendered. */
export interface RenderedPaths {
  readonly Comment?: string;
  readonly QueryLanguage: "JSONPath";
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: JsonObject;
}

/** A workflow's data as a definition in JSONPath form. */
export function renderJsonpath(data: DataWorkflow, bindings: Bindings): RenderedPaths {
  const states = new DataStatesRenderer(bindings);
  const start = states.add(data, undefined);
  if (start === undefined) {
    throw new TypeError(`The workflow ${data.name} has no state: begin it with task, pass or wait.`);
  }
  return {
    ...(data.comment !== undefined && { Comment: data.comment }),
    QueryLanguage: "JSONPath",
    StartAt: start,
    ...(data.timeoutSeconds !== undefined && { TimeoutSeconds: data.timeoutSeconds }),
    States: states.all(),
  };
}
