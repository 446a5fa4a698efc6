import type { JsonObject } from "../spec/index.js";
import { variablesTooLarge } from "./causes.js";
import type { Scope } from "./environment.js";
import type { Frame } from "./frame.js";
import { upperBound } from "./json-size.js";

/** The most that the variables of an execution hold together: 10 MiB. Source: AWS Step Functions service quotas. */
const variablesLimit = 10 * 1024 * 1024;

/**
 * Holds the variables of one execution to their limit. What is assigned is only estimated, from above; the variables that are there
 * are measured when the estimate passes the limit, which a small machine never sees.
 */
export class VariableLimit {
  #estimate = 0;

  /** Throws a `Failure` when the variables have become too large. `root` is the execution's outermost frame. */
  check(root: Frame, assigned: JsonObject): void {
    this.#estimate = upperBound(assigned, this.#estimate, variablesLimit);
    if (this.#estimate <= variablesLimit) return;
    this.#estimate = measured(root);
    if (this.#estimate > variablesLimit) throw variablesTooLarge(variablesLimit);
  }
}

/** The size of all variables in the scopes of a frame and of those below it. */
function measured(root: Frame): number {
  const scopes = new Set<Scope>();
  const visit = (frame: Frame): void => {
    scopes.add(frame.scope);
    for (const child of frame.children ?? []) visit(child);
  };
  visit(root);
  let bytes = 0;
  for (const { values } of scopes) {
    for (const value of Object.values(values)) bytes += Buffer.byteLength(JSON.stringify(value));
  }
  return bytes;
}
