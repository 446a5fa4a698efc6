import { entryOf } from "./entry.js";

/** Arguments by which AWS knows a resource, so that Terraform replaces it when they change: for a review without a plan. */
const identities: Readonly<Record<string, readonly string[]>> = {
  aws_apigatewayv2_api: ["protocol_type"],
  aws_apigatewayv2_integration: ["api_id", "integration_type", "integration_subtype", "connection_type"],
  aws_apigatewayv2_route: ["api_id"],
  aws_apigatewayv2_stage: ["api_id", "name"],
  aws_cloudwatch_event_rule: ["name", "event_bus_name"],
  aws_cloudwatch_event_target: ["rule", "target_id", "event_bus_name"],
  aws_cloudwatch_log_group: ["name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_dynamodb_table: ["name", "hash_key", "range_key", "local_secondary_index"],
  aws_iam_role: ["name", "path"],
  aws_iam_role_policy: ["name", "role"],
  aws_iot_policy: ["name"],
  aws_iot_policy_attachment: ["policy", "target"],
  aws_iot_thing_group: ["name", "parent_group_name"],
  aws_iot_topic_rule: ["name"],
  aws_lambda_event_source_mapping: ["event_source_arn"],
  aws_lambda_function: ["function_name", "package_type"],
  aws_lambda_permission: [
    ...["action", "function_name", "principal", "source_arn", "source_account", "statement_id", "qualifier"],
  ],
  aws_s3_bucket: ["bucket"],
  aws_s3_object: ["bucket", "key"],
  aws_ses_email_identity: ["email"],
  aws_sfn_activity: ["name"],
  aws_sfn_alias: ["name"],
  aws_sfn_state_machine: ["name", "type"],
  aws_sns_topic: ["name", "fifo_topic"],
  aws_sns_topic_subscription: ["endpoint", "protocol", "topic_arn"],
  aws_sqs_queue: ["name", "fifo_queue"],
};

/**
 * Says which of the changed arguments make the AWS provider replace a resource. Source: "Forces new resource" in the provider's
 * documentation, version 5.100.
 */
export function replacingPaths(type: string, changed: readonly string[]): readonly string[] {
  const own = entryOf(identities, type) ?? [];
  return changed.filter((path) => own.includes(/^[^.[]+/.exec(path)?.[0] ?? ""));
}
