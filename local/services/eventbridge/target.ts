import type { Json } from "../../../asl/spec/index.js";
import { type Actor, blocks, type LocalContext, type Resource } from "../../service.js";
import { queueUrl } from "../queue-url.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { readTargetInput, type TargetInput } from "./target-input.js";

/** How often and for how long an event is given to a target that does not take it. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly maxAgeMs: number;
}

/** A rule's target. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly input: TargetInput;
  readonly retry: RetryPolicy;
  /** The queue of what could not be delivered. */
  readonly deadLetterArn: string | undefined;
  /**
   * Gives it an input.
   *
   * @param ruleArn in whose name; the target's resource policy decides, where it takes no role
   */
  send(input: string, ruleArn: string): Promise<void>;
}

type Send = Target["send"];

/** By the service and kind in an ARN: how such a target is called. */
const kinds: readonly (readonly [RegExp, (context: LocalContext, resource: Resource, arn: string) => Send])[] = [
  [/^arn:[\w-]+:lambda:[^:]*:\d*:function:/u, toFunction],
  [/^arn:[\w-]+:states:[^:]*:\d*:stateMachine:/u, toStateMachine],
  [/^arn:[\w-]+:sqs:/u, toQueue],
  [/^arn:[\w-]+:sns:/u, toTopic],
];

/**
 * Reads an `aws_cloudwatch_event_target`: a Lambda function, a state machine or its alias, an SQS queue, an SNS topic.
 *
 * @throws Error that names the argument
 */
export function readTarget(context: LocalContext, resource: Resource): Target {
  const arn = requiredText(resource, "arn");
  const [, create] = kinds.find(([pattern]) => pattern.test(arn)) ?? [];
  if (create === undefined) {
    throw new Error(`'arn' is "${arn}"; targets here are Lambda functions, state machines, SQS queues and SNS topics.`);
  }
  const [deadLetters] = blocks(resource.attributes.dead_letter_config);
  return {
    id: optionalText(resource, "target_id") ?? resource.name,
    arn,
    input: readTargetInput(resource),
    retry: readRetryPolicy(resource),
    deadLetterArn: deadLetters && requiredText({ ...resource, attributes: deadLetters }, "arn"),
    send: create(context, resource, arn),
  };
}

/** Source: EventBridge API reference, "RetryPolicy"; 24 hours and 185 times unless said otherwise. */
function readRetryPolicy(resource: Resource): RetryPolicy {
  const [policy = {}] = blocks(resource.attributes.retry_policy);
  const read = (name: string, min: number, max: number): number => {
    const value = policy[name] ?? max;
    if (typeof value === "number" && value >= min && value <= max) return value;
    throw new Error(`'retry_policy.${name}' is ${JSON.stringify(value)}, but must be ${min} to ${max}.`);
  };
  return {
    maxAttempts: read("maximum_retry_attempts", 0, 185),
    maxAgeMs: read("maximum_event_age_in_seconds", 60, 86_400) * 1000,
  };
}

function toFunction(context: LocalContext, _resource: Resource, arn: string): Send {
  return async (input, ruleArn) => {
    const event: Json = JSON.parse(input);
    await context.queueEvent(arn, event, { as: asRule(ruleArn) });
  };
}

function toStateMachine(context: LocalContext, resource: Resource, arn: string): Send {
  const as: Actor = { roleArn: requiredText(resource, "role_arn") };
  return async (input) => {
    await context.callApi({ service: "states", action: "StartExecution", input: { stateMachineArn: arn, input }, as });
  };
}

function toQueue(context: LocalContext, _resource: Resource, arn: string): Send {
  return async (MessageBody, ruleArn) => {
    const input = { QueueUrl: queueUrl(context, arn), MessageBody };
    await context.callApi({ service: "sqs", action: "SendMessage", input, as: asRule(ruleArn) });
  };
}

function toTopic(context: LocalContext, _resource: Resource, arn: string): Send {
  return async (Message, ruleArn) => {
    const input = { TopicArn: arn, Message };
    await context.callApi({ service: "sns", action: "Publish", input, as: asRule(ruleArn) });
  };
}

/** EventBridge itself, for a rule: what a resource policy lets in by `events.amazonaws.com` and `aws:SourceArn`. */
export function asRule(ruleArn: string) {
  return { service: "events.amazonaws.com", sourceArn: ruleArn };
}
