import type { Declaration, Stack } from "../../local/terraform/stack.js";
import { at, ofType, stringsIn, textAt } from "./synthesized.js";

// What happens to work that nobody waits for: wherever it can get stuck, it must end in a queue that alarms.

/** Every place in a stack where a failed message, event or execution would go unnoticed, in words. */
export function hopProblems(stack: Stack): readonly string[] {
  return [
    ...queueProblems(stack),
    ...ofType(stack, "aws_lambda_event_source_mapping").flatMap((mapping) => mappingProblems(stack, mapping)),
    ...ofType(stack, "aws_cloudwatch_event_target").flatMap((target) => targetProblems(stack, target)),
    ...ofType(stack, "aws_sns_topic_subscription").flatMap((subscription) => subscriptionProblems(stack, subscription)),
    ...ofType(stack, "aws_iot_topic_rule").flatMap((rule) => topicRuleProblems(stack, rule)),
    ...invocationProblems(stack),
    ...ofType(stack, "aws_sfn_state_machine").flatMap((machine) => machineProblems(stack, machine)),
  ];
}

/** The queue that a reference or an ARN built from names stands for. */
function queueOf(stack: Stack, reference: unknown): Declaration | undefined {
  if (typeof reference !== "string") return undefined;
  return ofType(stack, "aws_sqs_queue").find(
    (queue) =>
      [`\${${queue.address}.arn}`, `\${${queue.address}.url}`].includes(reference) ||
      reference.endsWith(`:${textAt(queue, "name")}`),
  );
}

/** Where a redrive policy leads. */
function redriveTarget(stack: Stack, resource: Declaration): Declaration | undefined {
  const policy = at(resource, "redrive_policy");
  return typeof policy === "string" ? queueOf(stack, Object(JSON.parse(policy)).deadLetterTargetArn) : undefined;
}

const alarmsWith = (stack: Stack, dimension: string, value: string) =>
  ofType(stack, "aws_cloudwatch_metric_alarm")
    .filter((alarm) => at(alarm, `dimensions.${dimension}`) === value)
    .map((alarm) => textAt(alarm, "metric_name"));

function queueProblems(stack: Stack): readonly string[] {
  return ofType(stack, "aws_sqs_queue").flatMap((queue) => [
    ...(at(queue, "sqs_managed_sse_enabled") === true ? [] : [`${queue.address} is not encrypted`]),
    ...(redriveTarget(stack, queue) ||
    alarmsWith(stack, "QueueName", `\${${queue.address}.name}`).includes("ApproximateNumberOfMessagesVisible")
      ? []
      : [`${queue.address} has neither a dead-letter queue nor an alarm`]),
  ]);
}

function mappingProblems(stack: Stack, mapping: Declaration): readonly string[] {
  const source = queueOf(stack, at(mapping, "event_source_arn"));
  return [
    ...(source && redriveTarget(stack, source) ? [] : [`${mapping.address} reads a queue without a dead-letter queue`]),
    ...(stringsIn(at(mapping, "function_response_types")).includes("ReportBatchItemFailures")
      ? []
      : [`${mapping.address} takes a batch as a whole`]),
    ...(typeof at(mapping, "scaling_config.maximum_concurrency") === "number"
      ? []
      : [`${mapping.address} has no maximum concurrency`]),
  ];
}

function targetProblems(stack: Stack, target: Declaration): readonly string[] {
  const queue = queueOf(stack, at(target, "dead_letter_config.arn"));
  if (!queue) return [`${target.address} has no dead-letter queue`];
  return takesFrom(stack, queue, "events.amazonaws.com") ? [] : [`${queue.address} takes nothing from EventBridge`];
}

function subscriptionProblems(stack: Stack, subscription: Declaration): readonly string[] {
  const topic = textAt(subscription, "topic_arn");
  // An alarm that cannot be mailed has nobody left to tell.
  const alarms = ofType(stack, "aws_cloudwatch_metric_alarm").flatMap((alarm) => stringsIn(at(alarm, "alarm_actions")));
  if (alarms.includes(topic)) return [];
  const queue = redriveTarget(stack, subscription);
  if (!queue) return [`${subscription.address} has no dead-letter queue`];
  return takesFrom(stack, queue, "sns.amazonaws.com") ? [] : [`${queue.address} takes nothing from SNS`];
}

function topicRuleProblems(stack: Stack, rule: Declaration): readonly string[] {
  return queueOf(stack, at(rule, "error_action.sqs.queue_url")) ? [] : [`${rule.address} has no error action`];
}

/** Services that invoke a function without waiting for its answer. */
const WITHOUT_WAITING = ["events.amazonaws.com", "iot.amazonaws.com", "sns.amazonaws.com"];

function invocationProblems(stack: Stack): readonly string[] {
  const invoked = ofType(stack, "aws_lambda_permission")
    .filter((permission) => WITHOUT_WAITING.includes(textAt(permission, "principal")))
    .map((permission) => textAt(permission, "function_name"));
  const covered = ofType(stack, "aws_lambda_function_event_invoke_config")
    .filter((config) => queueOf(stack, at(config, "destination_config.on_failure.destination")))
    .map((config) => textAt(config, "function_name"));
  return [...new Set(invoked)]
    .filter((name) => !covered.includes(name))
    .map((name) => `${name} is invoked without waiting and its failures go nowhere`);
}

function machineProblems(stack: Stack, machine: Declaration): readonly string[] {
  const alarms = alarmsWith(stack, "StateMachineArn", `\${${machine.address}.arn}`);
  return ["ExecutionsFailed", "ExecutionsTimedOut"]
    .filter((metric) => !alarms.includes(metric))
    .map((metric) => `${machine.address} has no alarm on ${metric}`);
}

/** Whether a queue's policy lets a service send, from a named resource. */
function takesFrom(stack: Stack, queue: Declaration, service: string): boolean {
  return ofType(stack, "aws_sqs_queue_policy")
    .filter((policy) => at(policy, "queue_url") === `\${${queue.address}.url}`)
    .flatMap((policy): readonly unknown[] => Object(JSON.parse(textAt(policy, "policy"))).Statement)
    .some(
      (statement) =>
        Object(statement).Effect === "Allow" &&
        Object(statement).Principal?.Service === service &&
        stringsIn(Object(statement).Condition).length > 0,
    );
}
