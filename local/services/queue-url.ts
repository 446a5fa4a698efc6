import type { LocalContext } from "../service.js";

/**
 * The URL of the queue with an ARN, as this runtime's SQS has it.
 *
 * @example
 * queueUrl(context, "arn:aws:sqs:eu-west-1:000000000000:orders"); // "http://127.0.0.1:3000/000000000000/orders"
 */
export function queueUrl(context: LocalContext, arn: string): string {
  const [, , , , account = "", name = ""] = arn.split(":");
  return `${context.endpoint()}/${account}/${name}`;
}
