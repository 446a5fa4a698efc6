import { blocks, type Resource } from "../../../service.js";
import type { AccessRequest } from "../../iam/policy.js";
import { wholeNumber } from "../../resource-attributes.js";
import type { LambdaFunction } from "../function.js";

/** How a function's asynchronous events are treated when they fail. */
export interface AsyncSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  /** An SQS queue or an SNS topic, by ARN. */
  readonly onFailure: string | undefined;
  readonly onSuccess: string | undefined;
}

/** Without an `aws_lambda_function_event_invoke_config`: two retries, six hours. */
export const defaultAsyncSettings: AsyncSettings = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onFailure: undefined,
  onSuccess: undefined,
};

/**
 * Reads an `aws_lambda_function_event_invoke_config`.
 *
 * @throws an `Error` that names the argument
 */
export function readAsyncSettings({ attributes }: Resource): AsyncSettings {
  const [config = {}] = blocks(attributes.destination_config);
  const destination = (name: "on_failure" | "on_success") => {
    const [block] = blocks(config[name]);
    return block && checkedTarget(String(block.destination), `destination_config.${name}.destination`);
  };
  return {
    maximumRetryAttempts:
      wholeNumber(attributes, "maximum_retry_attempts", 0, 2) ?? defaultAsyncSettings.maximumRetryAttempts,
    maximumEventAgeSeconds:
      wholeNumber(attributes, "maximum_event_age_in_seconds", 60, 21_600) ??
      defaultAsyncSettings.maximumEventAgeSeconds,
    onFailure: destination("on_failure"),
    onSuccess: destination("on_success"),
  };
}

/**
 * Lambda refuses a destination that the function's role may not send to.
 *
 * @throws an `Error` that says what to allow
 */
export function checkDestinations(
  authorize: (roleArn: string, access: AccessRequest) => string | undefined,
  { roleArn }: Pick<LambdaFunction, "roleArn">,
  { onFailure, onSuccess }: AsyncSettings,
): void {
  for (const arn of [onFailure, onSuccess]) {
    if (arn === undefined) continue;
    const action = arn.split(":")[2] === "sqs" ? "sqs:SendMessage" : "sns:Publish";
    if (authorize(roleArn, { action, resources: [arn] }) === undefined) continue;
    throw new Error(
      `The function's execution role ${roleArn} does not have permissions to call ${action} on the destination ${arn}. Allow it in a policy of the role, and let this resource depend on that policy.`,
    );
  }
}

/** The target of a `dead_letter_config` block on a function, where it has one. */
export function readDeadLetterTarget({ attributes }: Resource): string | undefined {
  const [block] = blocks(attributes.dead_letter_config);
  return block && checkedTarget(String(block.target_arn), "dead_letter_config.target_arn");
}

function checkedTarget(arn: string, where: string): string {
  if (/^arn:[^:]*:(?:sqs|sns):/u.test(arn)) return arn;
  throw new Error(`'${where}' is '${arn}'; here it can be an SQS queue or an SNS topic.`);
}
