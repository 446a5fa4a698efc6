import type { StatesOf } from "./common.js";
import type { JsonataState } from "./jsonata-states.js";
import type { JsonpathState } from "./jsonpath-states.js";

interface TopLevel {
  readonly Comment?: string;
  /** `1.0`, which is also what it is when it is absent. */
  readonly Version?: "1.0";
  /** How long an execution may take in all, in seconds. */
  readonly TimeoutSeconds?: number;
}

/** A definition in JSONata form. */
export interface JsonataDefinition extends TopLevel, StatesOf<JsonataState> {
  readonly QueryLanguage: "JSONata";
}

/** A definition in JSONPath form, which is what it is when it does not say its language. */
export interface JsonpathDefinition extends TopLevel, StatesOf<JsonpathState> {
  readonly QueryLanguage?: "JSONPath";
}

/**
 * A whole definition, as CreateStateMachine takes it.
 *
 * Source: Amazon States Language specification, "Top-level fields"; AWS Step Functions Developer Guide, "State machine structure
 * in Amazon States Language".
 */
export type StateMachineDefinition = JsonataDefinition | JsonpathDefinition;

/** Any state, in either query language. */
export type State = JsonataState | JsonpathState;
