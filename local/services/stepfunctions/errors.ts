import { JsonApiError } from "../aws-json.js";

/**
 * An error of the Step Functions API.
 *
 * @example throw statesError("InvalidName", "Invalid Name: 'a b'");
 */
export function statesError(name: string, message: string): JsonApiError {
  return new JsonApiError(`com.amazonaws.swf.service.v2.model#${name}`, message);
}

/** The refusal of a request that breaks its model's constraints; `violations` has at least one. */
export function validationError(violations: readonly string[]): JsonApiError {
  const noun = violations.length === 1 ? "error" : "errors";
  return new JsonApiError(
    "com.amazon.coral.validate#ValidationException",
    `${violations.length} validation ${noun} detected: ${violations.join("; ")}`,
  );
}

/** The refusal of an action that a machine's type does not have. */
export function typeNotSupported() {
  return statesError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
}

/** Refuses what is not the ARN of a role, with `InvalidArn`. */
export function checkRole(roleArn: string): void {
  if (/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(roleArn)) return;
  throw statesError("InvalidArn", `Invalid Role Arn: '${roleArn}'`);
}
