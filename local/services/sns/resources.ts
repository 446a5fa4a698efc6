import { parseJson } from "../../../asl/interpreter/json.js";
import { type Attributes, isObject, type LocalContext, type Resource } from "../../service.js";
import { parseResourcePolicy } from "../iam/resource-policy.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { compileFilterPolicy, everything, type FilterPolicy } from "./filter-policy.js";
import type { Protocol, Topic, Topics } from "./topic.js";

type Creator = (context: LocalContext, topics: Topics, resource: Resource) => Attributes;

const protocols: readonly Protocol[] = ["email", "email-json", "sms", "sqs", "lambda"];

/** By Terraform type, what makes a resource of it. */
export const creators: Readonly<Record<string, Creator>> = {
  aws_sns_topic: createTopic,
  aws_sns_topic_policy(context, topics, resource) {
    const topic = topicOf(topics, resource, "arn");
    topic.policy = parseResourcePolicy(requiredText(resource, "policy"));
    return { id: topic.arn, owner: context.accountId };
  },
  aws_sns_topic_subscription: subscribe,
};

function createTopic(context: LocalContext, topics: Topics, resource: Resource): Attributes {
  const name = requiredText(resource, "name");
  if (!/^[\w-]{1,256}$/.test(name)) {
    throw new Error(`'name' is '${name}', but may only have 1 to 256 letters, digits, '-' and '_'.`);
  }
  const arn = `arn:${context.partition}:sns:${context.region}:${context.accountId}:${name}`;
  if (topics.has(arn)) throw new Error(`'name' is '${name}': there is a topic of this name already.`);
  const policy = optionalText(resource, "policy");
  topics.set(arn, {
    arn,
    displayName: optionalText(resource, "display_name"),
    subscriptions: [],
    policy: policy === undefined ? [] : parseResourcePolicy(policy),
  });
  return { id: arn, arn, name, owner: context.accountId };
}

function subscribe(context: LocalContext, topics: Topics, resource: Resource): Attributes {
  const topic = topicOf(topics, resource, "topic_arn");
  const given = requiredText(resource, "protocol");
  const protocol = protocols.find((one) => one === given);
  if (protocol === undefined) {
    throw new Error(`'protocol' is '${given}', but topics here only send to ${protocols.join(", ")}.`);
  }
  const endpoint = requiredText(resource, "endpoint");
  if ((protocol === "sqs" || protocol === "lambda") && endpoint.split(":")[2] !== protocol) {
    throw new Error(
      `'endpoint' is '${endpoint}', but must be the ARN of ${protocol === "sqs" ? "a queue" : "a function"}.`,
    );
  }
  const raw = resource.attributes.raw_message_delivery === true;
  if (raw && protocol !== "sqs")
    throw new Error(`'raw_message_delivery' is for queues; the 'protocol' is '${protocol}'.`);
  const arn = `${topic.arn}:${context.uuid()}`;
  const wants = readFilter(resource);
  const deadLetterArn = readDeadLetterArn(resource);
  topic.subscriptions.push({ arn, topicArn: topic.arn, protocol, endpoint, raw, wants, deadLetterArn });
  return { id: arn, arn, owner_id: context.accountId, pending_confirmation: false };
}

function readFilter(resource: Resource): FilterPolicy {
  const policy = optionalText(resource, "filter_policy");
  const scope = optionalText(resource, "filter_policy_scope") ?? "MessageAttributes";
  if (scope !== "MessageAttributes" && scope !== "MessageBody") {
    throw new Error(`'filter_policy_scope' is '${scope}'; use MessageAttributes or MessageBody.`);
  }
  if (policy === undefined || policy === "{}") return everything;
  try {
    return compileFilterPolicy(policy, scope);
  } catch (error) {
    throw new Error(`'filter_policy' is not understood: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readDeadLetterArn(resource: Resource): string | undefined {
  const text = optionalText(resource, "redrive_policy");
  if (text === undefined) return undefined;
  const policy = parseJson(text);
  const arn = isObject(policy) ? policy.deadLetterTargetArn : undefined;
  if (typeof arn === "string" && arn.split(":")[2] === "sqs") return arn;
  throw new Error(`'redrive_policy' is ${text}; it needs a 'deadLetterTargetArn' that is the ARN of a queue.`);
}

function topicOf(topics: Topics, resource: Resource, argument: string): Topic {
  const arn = requiredText(resource, argument);
  const topic = topics.get(arn);
  if (topic !== undefined) return topic;
  throw new Error(`'${argument}' is '${arn}': there is no such topic.`);
}
