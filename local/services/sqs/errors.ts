import { JsonApiError } from "../aws-json.js";

/** The status of the modeled errors that AWS does not answer with 400. */
const statuses: Readonly<Record<string, number>> = {
  InvalidAddress: 404,
  OverLimit: 403,
  PurgeQueueInProgress: 403,
  ReceiptHandleIsInvalid: 404,
  ResourceNotFoundException: 404,
};

/** The codes of the query protocol that are not simply `AWS.SimpleQueueService.` and the name. */
const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  InvalidAddress: "InvalidAddress",
  InvalidAttributeName: "InvalidAttributeName",
  InvalidAttributeValue: "InvalidAttributeValue",
  InvalidMessageContents: "InvalidMessageContents",
  OverLimit: "OverLimit",
  ReceiptHandleIsInvalid: "ReceiptHandleIsInvalid",
  ResourceNotFoundException: "ResourceNotFoundException",
};

/**
 * One of the errors that SQS's API reference lists.
 *
 * @example throw sqsError("QueueDoesNotExist", "The specified queue does not exist.");
 */
export function sqsError(name: string, message: string): JsonApiError {
  const queryCode = queryCodes[name] ?? `AWS.SimpleQueueService.${name}`;
  return new JsonApiError(`com.amazonaws.sqs#${name}`, message, statuses[name] ?? 400, queryCode);
}

/** The error for a parameter's value that SQS does not take. */
export function invalidValue(value: string | number, parameter: string, reason: string): JsonApiError {
  return invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

/** The same error, with words of its own. */
export function invalidParameter(message: string): JsonApiError {
  return coralError("InvalidParameterValueException", "InvalidParameterValue", message);
}

/** The error for a required parameter that is missing. */
export function missingParameter(parameter: string): JsonApiError {
  const message = `The request must contain the parameter ${parameter}.`;
  return coralError("MissingRequiredParameterException", "MissingParameter", message);
}

function coralError(name: string, queryCode: string, message: string): JsonApiError {
  return new JsonApiError(`com.amazon.coral.service#${name}`, message, 400, queryCode);
}

/** The refusal of a caller that no policy lets in. */
export function accessDenied(message: string): JsonApiError {
  return new JsonApiError("com.amazon.coral.service#AccessDeniedException", message, 403, "AccessDenied");
}
