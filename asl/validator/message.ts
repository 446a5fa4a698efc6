import type { Severity } from "./finding.js";

/** The code that AWS's ValidateStateMachineDefinition gives for the like. Source: Step Functions API reference, "ValidateStateMachineDefinitionDiagnostic". */
export type AwsCode =
  | "DUPLICATE_LABEL_NAME"
  | "DUPLICATE_STATE_NAME"
  | "INVALID_JSON_DESCRIPTION"
  | "INVALID_LABEL_NAME"
  | "INVALID_RESOURCE"
  | "INVALID_STATE_NAME"
  | "MISSING_DESCRIPTION"
  | "MISSING_END_STATE"
  | "MISSING_TRANSITION_TARGET"
  | "NO_DOLLAR"
  | "PASS_RESULT_IS_STATIC"
  | "SCHEMA_VALIDATION_FAILED"
  | "TOO_DEEPLY_NESTED";

/** How a code is told. */
export interface Message<A extends readonly unknown[]> {
  readonly severity: Severity;
  /** Absent where AWS takes the definition and only an execution shows the mistake. */
  readonly aws?: AwsCode;
  readonly text: (...args: A) => string;
}

/** What AWS refuses when the state machine is created. */
export function refused<A extends readonly unknown[]>(
  text: (...args: A) => string,
  aws: AwsCode = "SCHEMA_VALIDATION_FAILED",
) {
  return { severity: "error", aws, text } satisfies Message<A>;
}

/** What AWS takes, and what then goes wrong in an execution. */
export function broken<A extends readonly unknown[]>(text: (...args: A) => string) {
  return { severity: "error", text } satisfies Message<A>;
}

/** What works, though perhaps not as meant. */
export function doubtful<A extends readonly unknown[]>(text: (...args: A) => string, aws?: AwsCode) {
  return { severity: "warning", ...(aws === undefined ? {} : { aws }), text } satisfies Message<A>;
}
