import type { Json } from "../../asl/spec/index.js";
import { isObject } from "../service.js";

/** The actions of IoT's topic rules, each also as an error action. */
const iotActions = [
  ...["lambda.function_arn", "sqs.queue_url", "sqs.role_arn", "sqs.use_base64"],
  ...["step_functions.state_machine_name", "step_functions.role_arn", "step_functions.execution_name_prefix"],
  ...["sns.target_arn", "sns.role_arn", "sns.message_format", "republish.topic", "republish.qos", "republish.role_arn"],
  ...["dynamodbv2.role_arn", "dynamodbv2.put_item.table_name"],
  ...["cloudwatch_logs.log_group_name", "cloudwatch_logs.role_arn"],
];

/** The key of a state machine or an activity. */
const stateEncryption = ["type", "kms_key_id", "kms_data_key_reuse_period_seconds"].map(
  (name) => `encryption_configuration.${name}`,
);

/**
 * The closed list of what a stack may use: each resource type with its arguments, those of nested blocks with dots,
 * `.*` for a map with keys of its owner's choice. An argument is on it only when its service honours it, or when it
 * changes nothing that can be seen on one machine (tags, tracing, encryption, retention).
 */
export const accepted: Readonly<Record<string, readonly string[]>> = {
  aws_apigatewayv2_api: ["name", "description", "protocol_type", "tags.*"],
  aws_apigatewayv2_integration: [
    ...["api_id", "description", "integration_type", "integration_uri", "integration_method", "payload_format_version"],
    ...["timeout_milliseconds", "integration_subtype", "credentials_arn", "request_parameters.*"],
  ],
  aws_apigatewayv2_route: ["api_id", "route_key", "target"],
  aws_apigatewayv2_stage: [
    ...["api_id", "name", "description", "auto_deploy", "stage_variables.*", "tags.*"],
    ...["default_route_settings.throttling_burst_limit", "default_route_settings.throttling_rate_limit"],
    ...["access_log_settings.destination_arn", "access_log_settings.format"],
  ],
  aws_cloudfront_distribution: [
    ...["comment", "enabled", "is_ipv6_enabled", "http_version", "price_class", "default_root_object", "tags.*"],
    ...["wait_for_deployment", "restrictions.geo_restriction.restriction_type"],
    ...["viewer_certificate.cloudfront_default_certificate", "viewer_certificate.minimum_protocol_version"],
    ...["origin.origin_id", "origin.domain_name", "origin.origin_access_control_id"],
    ...["http_port", "https_port", "origin_protocol_policy", "origin_ssl_protocols"].map(
      (name) => `origin.custom_origin_config.${name}`,
    ),
    ...behavior("default_cache_behavior"),
    ...behavior("ordered_cache_behavior"),
    "ordered_cache_behavior.path_pattern",
  ],
  aws_cloudfront_origin_access_control: [
    ...["name", "description", "origin_access_control_origin_type", "signing_behavior", "signing_protocol"],
  ],
  aws_cloudfront_response_headers_policy: [
    ...["name", "comment"],
    ...["content_security_policy.content_security_policy", "content_security_policy.override"].map(security),
    ...["content_type_options.override", "frame_options.frame_option", "frame_options.override"].map(security),
    ...["referrer_policy.referrer_policy", "referrer_policy.override"].map(security),
    ...["access_control_max_age_sec", "include_subdomains", "preload", "override"].map((name) =>
      security(`strict_transport_security.${name}`),
    ),
    ...["header", "value", "override"].map((name) => `custom_headers_config.items.${name}`),
  ],
  aws_cloudwatch_event_bus: ["name", "description", "tags.*"],
  aws_cloudwatch_event_rule: [
    ...["name", "name_prefix", "description", "event_bus_name", "event_pattern", "schedule_expression", "state"],
    "tags.*",
  ],
  aws_cloudwatch_event_target: [
    ...["rule", "event_bus_name", "target_id", "arn", "role_arn", "input", "input_path"],
    ...["input_transformer.input_paths.*", "input_transformer.input_template"],
    ...["retry_policy.maximum_event_age_in_seconds", "retry_policy.maximum_retry_attempts", "dead_letter_config.arn"],
  ],
  aws_cloudwatch_log_group: ["name", "retention_in_days", "kms_key_id", "tags.*"],
  aws_cloudwatch_metric_alarm: [
    ...["alarm_name", "alarm_description", "namespace", "metric_name", "dimensions.*", "statistic", "period"],
    ...["evaluation_periods", "datapoints_to_alarm", "threshold", "comparison_operator", "treat_missing_data"],
    ...["alarm_actions", "ok_actions", "tags.*"],
  ],
  aws_dynamodb_table: [
    ...["name", "billing_mode", "hash_key", "range_key", "attribute.name", "attribute.type", "tags.*"],
    ...[
      "ttl.attribute_name",
      "ttl.enabled",
      "server_side_encryption.enabled",
      "server_side_encryption.kms_key_arn",
      "point_in_time_recovery.enabled",
    ],
    ...["name", "hash_key", "range_key", "projection_type", "non_key_attributes"].map(
      (name) => `global_secondary_index.${name}`,
    ),
    "deletion_protection_enabled",
  ],
  aws_iam_role: ["name", "description", "assume_role_policy", "max_session_duration", "tags.*"],
  aws_iam_role_policy: ["name", "role", "policy"],
  aws_iot_policy: ["name", "policy", "tags.*"],
  aws_iot_policy_attachment: ["policy", "target"],
  aws_iot_thing: ["name", "thing_type_name", "attributes.*"],
  aws_iot_thing_group: ["name", "parent_group_name", "properties.description", "tags.*"],
  aws_iot_thing_type: ["name", "properties.description", "tags.*"],
  aws_iot_topic_rule: [
    ...["name", "description", "enabled", "sql", "sql_version", "tags.*"],
    ...iotActions.flatMap((path) => [path, `error_action.${path}`]),
  ],
  aws_lambda_event_source_mapping: [
    ...["event_source_arn", "function_name", "batch_size", "maximum_batching_window_in_seconds", "enabled", "tags.*"],
    ...["function_response_types", "scaling_config.maximum_concurrency", "filter_criteria.filter.pattern"],
  ],
  aws_lambda_function: [
    ...["function_name", "description", "role", "runtime", "architectures", "handler", "filename", "source_code_hash"],
    ...["timeout", "memory_size", "reserved_concurrent_executions", "environment.variables.*"],
    ...["tracing_config.mode", "logging_config.log_format", "logging_config.log_group", "tags.*"],
    ...["dead_letter_config.target_arn", "kms_key_arn"],
  ],
  aws_lambda_function_event_invoke_config: [
    ...["function_name", "maximum_retry_attempts", "maximum_event_age_in_seconds"],
    ...["destination_config.on_failure.destination", "destination_config.on_success.destination"],
  ],
  aws_lambda_permission: ["statement_id", "action", "function_name", "principal", "source_arn", "source_account"],
  aws_s3_bucket: ["bucket", "force_destroy", "tags.*"],
  aws_s3_bucket_ownership_controls: ["bucket", "rule.object_ownership"],
  aws_s3_bucket_policy: ["bucket", "policy"],
  aws_s3_bucket_public_access_block: [
    ...["bucket", "block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"],
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    ...["bucket", "rule.apply_server_side_encryption_by_default.sse_algorithm", "rule.bucket_key_enabled"],
  ],
  aws_s3_object: ["bucket", "key", "source", "content_type", "cache_control", "source_hash", "etag"],
  aws_ses_email_identity: ["email"],
  aws_sesv2_email_identity: ["email_identity", "tags.*"],
  aws_sfn_activity: ["name", "tags.*", ...stateEncryption],
  aws_sfn_alias: [
    ...["name", "description", "routing_configuration.state_machine_version_arn", "routing_configuration.weight"],
  ],
  aws_sfn_state_machine: [
    ...["name", "type", "role_arn", "definition", "publish", "tracing_configuration.enabled", "tags.*"],
    ...["level", "include_execution_data", "log_destination"].map((name) => `logging_configuration.${name}`),
    ...stateEncryption,
  ],
  aws_sns_topic: ["name", "display_name", "policy", "kms_master_key_id", "tags.*"],
  aws_sns_topic_policy: ["arn", "policy"],
  aws_sns_topic_subscription: [
    ...["topic_arn", "protocol", "endpoint", "raw_message_delivery", "filter_policy", "filter_policy_scope"],
    "redrive_policy",
  ],
  aws_sqs_queue: [
    ...["name", "visibility_timeout_seconds", "message_retention_seconds", "delay_seconds", "max_message_size"],
    ...["receive_wait_time_seconds", "redrive_policy", "redrive_allow_policy", "policy", "fifo_queue", "tags.*"],
    ...["sqs_managed_sse_enabled", "kms_master_key_id", "kms_data_key_reuse_period_seconds"],
  ],
  aws_sqs_queue_policy: ["queue_url", "policy"],
  aws_sqs_queue_redrive_allow_policy: ["queue_url", "redrive_allow_policy"],
  aws_sqs_queue_redrive_policy: ["queue_url", "redrive_policy"],
};

function behavior(block: string): readonly string[] {
  return [
    ...["target_origin_id", "viewer_protocol_policy", "allowed_methods", "cached_methods", "compress"],
    ...["cache_policy_id", "origin_request_policy_id", "response_headers_policy_id"],
  ].map((name) => `${block}.${name}`);
}

function security(path: string): string {
  return `security_headers_config.${path}`;
}

/**
 * The arguments in use that are not on the list.
 *
 * @example
 * unknownArguments("aws_iam_role", { name: "x", path: "/y/" }); // ["path"]
 */
export function unknownArguments(type: string, config: Json): readonly string[] {
  const known = accepted[type] ?? [];
  return [...new Set(leaves(config, ""))].filter(
    (path) => !known.some((one) => one === path || (one.endsWith(".*") && path.startsWith(one.slice(0, -1)))),
  );
}

function leaves(value: Json, path: string): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) {
    const objects = value.filter(isObject);
    return objects.length > 0 ? objects.flatMap((item) => leaves(item, path)) : [path];
  }
  if (!isObject(value)) return [path];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === "" ? key : `${path}.${key}`));
}
