import { entryOf } from "./entry.js";
import { nameOf } from "./foretold.js";
import type { Stack } from "./stack.js";

const own = (service: string, before: string) => (name: string) =>
  `arn:{partition}:${service}:{region}:{account}:${before}${name}`;

/** How the ARN of a resource follows from its name. Source: Service Authorization Reference, the resource types of each service. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  aws_cloudwatch_log_group: own("logs", "log-group:"),
  aws_dynamodb_table: own("dynamodb", "table/"),
  aws_lambda_function: own("lambda", "function:"),
  aws_s3_bucket: (name) => `arn:{partition}:s3:::${name}`,
  aws_sfn_activity: own("states", "activity:"),
  aws_sfn_state_machine: own("states", "stateMachine:"),
  aws_sns_topic: own("sns", ""),
  aws_sqs_queue: own("sqs", ""),
};

/**
 * An ARN by reference, such as `{aws_sqs_queue.orders.arn}`, written out by the resource's name, so that it can be compared with one that
 * the sources write out themselves. What does not follow from a name stays as it is.
 */
export function writtenOut(text: string, stack: Stack | undefined): string {
  return text.replace(/\{([a-z0-9_]+)\.([\w-]+)\.arn\}/g, (symbol, type: string, name: string) => {
    const resource = stack?.resources.get(`${type}.${name}`);
    return resource === undefined ? symbol : (entryOf(arns, type)?.(nameOf(resource)) ?? symbol);
  });
}
