import { parseJson } from "../../asl/interpreter/json.js";
import type { Attributes, LocalContext, Resource, Service } from "../service.js";
import { answerQuery, QueryError, type QueryParameters } from "./aws-query.js";
import { optionalText, requiredText } from "./resource-attributes.js";
import { invalid, readMessage, type SnsMessage } from "./sns-message.js";

type Protocol = "email" | "sms";

interface Subscription {
  readonly arn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
}

interface Topic {
  readonly arn: string;
  readonly subscriptions: Subscription[];
}

type Topics = Map<string, Topic>;

/** The sender of the e-mails that a topic sends, as SNS names it. */
const topicSender = "AWS Notifications <no-reply@sns.amazonaws.com>";

/**
 * Amazon SNS: takes text messages to phone numbers and messages to the stacks' topics, and puts them into the inbox.
 *
 * Answers `Publish` and `ListTopics` of API version 2010-03-31. A topic may have `email` and `sms` subscriptions,
 * which count as confirmed. There is no SMS sandbox, spending limit or opt-out.
 */
export function createSnsService(context: LocalContext): Service {
  const topics: Topics = new Map();
  const actions = {
    Publish: (parameters: QueryParameters) => publish(context, topics, parameters),
    ListTopics: () => ({ Topics: [...topics.keys()].map((arn) => ({ TopicArn: arn })) }),
  };
  return {
    name: "sns",
    title: "SNS",
    resourceTypes: Object.keys(creators),
    create(resource) {
      const creator = creators[resource.type];
      if (!creator) throw new Error(`SNS has no '${resource.type}' here.`);
      return creator(context, topics, resource);
    },
    summary: () => `${topics.size} ${topics.size === 1 ? "topic" : "topics"}`,
    handle: (request) =>
      answerQuery({ namespace: "http://sns.amazonaws.com/doc/2010-03-31/", version: "2010-03-31", actions }, request),
    async stop() {},
  };
}

/** Makes a resource of each type. */
const creators: Readonly<Record<string, (context: LocalContext, topics: Topics, resource: Resource) => Attributes>> = {
  aws_sns_topic: createTopic,
  aws_sns_topic_policy: setPolicy,
  aws_sns_topic_subscription: subscribe,
};

function createTopic(context: LocalContext, topics: Topics, resource: Resource): Attributes {
  const name = requiredText(resource, "name");
  if (!/^[\w-]{1,256}$/.test(name)) {
    throw new Error(`'name' is '${name}', but may only have 1 to 256 letters, digits, '-' and '_'.`);
  }
  const arn = `arn:${context.partition}:sns:${context.region}:${context.accountId}:${name}`;
  topics.set(arn, { arn, subscriptions: [] });
  return { id: arn, arn, name, owner: context.accountId };
}

/** Who may publish has no effect here: no service of AWS publishes by itself, as an alarm does. */
function setPolicy(context: LocalContext, topics: Topics, resource: Resource): Attributes {
  const arn = requiredText(resource, "arn");
  if (!topics.has(arn)) throw new Error(`'arn' is '${arn}': there is no such topic.`);
  if (parseJson(requiredText(resource, "policy")) === undefined) throw new Error("'policy' is not JSON text.");
  return { id: arn, owner: context.accountId };
}

function subscribe(context: LocalContext, topics: Topics, resource: Resource): Attributes {
  const topic = topics.get(requiredText(resource, "topic_arn"));
  if (!topic) throw new Error(`'topic_arn' is '${optionalText(resource, "topic_arn")}': there is no such topic.`);
  const protocol = requiredText(resource, "protocol");
  if (protocol !== "email" && protocol !== "sms") {
    throw new Error(`'protocol' is '${protocol}', but topics here only send to 'email' and 'sms'.`);
  }
  const arn = `${topic.arn}:${context.uuid()}`;
  topic.subscriptions.push({ arn, protocol, endpoint: requiredText(resource, "endpoint") });
  return { id: arn, arn, owner_id: context.accountId, pending_confirmation: false };
}

function publish(context: LocalContext, topics: Topics, parameters: QueryParameters) {
  const phone = parameters.get("PhoneNumber");
  const target = parameters.get("TopicArn") ?? parameters.get("TargetArn");
  if (phone !== undefined && target !== undefined) {
    throw invalid("Only one of TopicArn, TargetArn and PhoneNumber may be given");
  }
  const message = readMessage(parameters);
  if (phone !== undefined) {
    deliver(context, { protocol: "sms", endpoint: phone }, message);
  } else {
    for (const subscription of findTopic(topics, target).subscriptions) deliver(context, subscription, message);
  }
  return { MessageId: context.uuid() };
}

function findTopic(topics: Topics, arn: string | undefined): Topic {
  if (arn === undefined) throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
  const elements = arn.split(":").length;
  if (elements < 6) throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`);
  const topic = topics.get(arn);
  if (topic) return topic;
  throw new QueryError("NotFound", "Topic does not exist", 404);
}

function deliver(
  context: LocalContext,
  { protocol, endpoint }: Pick<Subscription, "protocol" | "endpoint">,
  message: SnsMessage,
): void {
  const body = message.textFor(protocol);
  const at = new Date(context.clock.now()).toISOString();
  context.messages.add(
    protocol === "sms"
      ? { kind: "sms", to: endpoint, body, at }
      : {
          kind: "email",
          to: endpoint,
          from: topicSender,
          subject: message.subject ?? "AWS Notification Message",
          body,
          at,
        },
  );
  context.log("info", "sns", `${protocol} message accepted`);
}
