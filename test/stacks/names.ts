import type { Stack } from "../../local/terraform/stack.js";
import { textAt } from "./synthesized.js";

/**
 * What has a name that must be one in its account (a bucket: in the world): the attribute that holds it, and the most
 * characters that the service allows. Source: each service's API reference.
 */
export const NAME_LIMITS: Readonly<Record<string, readonly [attribute: string, most: number]>> = {
  aws_apigatewayv2_api: ["name", 128],
  aws_cloudfront_origin_access_control: ["name", 64],
  aws_cloudfront_response_headers_policy: ["name", 128],
  aws_cloudwatch_event_rule: ["name", 64],
  aws_cloudwatch_log_group: ["name", 512],
  aws_cloudwatch_metric_alarm: ["alarm_name", 255],
  aws_dynamodb_table: ["name", 255],
  aws_iam_role: ["name", 64],
  aws_iot_policy: ["name", 128],
  aws_iot_thing_group: ["name", 128],
  aws_iot_topic_rule: ["name", 128],
  aws_lambda_function: ["function_name", 64],
  aws_s3_bucket: ["bucket", 63],
  aws_sfn_activity: ["name", 80],
  aws_sfn_state_machine: ["name", 80],
  aws_sns_topic: ["name", 256],
  aws_sqs_queue: ["name", 80],
};

/** What has a name only inside something else. */
export const NAMED_INSIDE: readonly string[] = ["aws_apigatewayv2_stage", "aws_iam_role_policy", "aws_sfn_alias"];

/** Every physical name of a stack as it is in one stage, with its resource's type. */
export function physicalNames(stack: Stack, stage: string): readonly string[] {
  return stack.resources.flatMap((resource) => {
    const [attribute] = NAME_LIMITS[resource.type] ?? [];
    if (attribute === undefined) return [];
    return [`${resource.type} ${textAt(resource, attribute).replaceAll("${var.stage}", stage)}`];
  });
}
