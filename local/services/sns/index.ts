import type { LocalContext, Service } from "../../service.js";
import { answerQuery, type QueryAction, type QueryParameters } from "../aws-query.js";
import { publish, publishBatch } from "./publish.js";
import { creators } from "./resources.js";
import { findTopic, type Subscription, type Topics } from "./topic.js";

/**
 * Amazon SNS: takes text messages to phone numbers, which go to the inbox, and messages to the stacks' topics, which go
 * on to their subscriptions: queues, functions and, through the inbox, people.
 *
 * Answers `Publish`, `PublishBatch`, `ListTopics`, `ListSubscriptionsByTopic` and `GetTopicAttributes` of API version 2010-03-31.
 * Subscriptions count as confirmed, and messages are not signed. There is no SMS sandbox, spending limit or opt-out.
 */
export function createSnsService(context: LocalContext): Service {
  const topics: Topics = new Map();
  const delivering = new Set<Promise<void>>();
  const track = (delivery: Promise<void>): void => {
    delivering.add(delivery);
    void delivery.finally(() => delivering.delete(delivery));
  };
  const parts = { context, topics, track };
  const readers: Readonly<Record<string, QueryAction>> = {
    ListTopics: () => ({ Topics: [...topics.keys()].map((arn) => ({ TopicArn: arn })) }),
    ListSubscriptionsByTopic: (parameters) => ({
      Subscriptions: findTopic(topics, parameters.get("TopicArn")).subscriptions.map((one) => describe(context, one)),
    }),
    GetTopicAttributes: (parameters) => topicAttributes(context, topics, parameters),
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
    handle(request, caller) {
      const actions = {
        ...readers,
        Publish: (parameters: QueryParameters) => publish(parts, parameters, caller),
        PublishBatch: (parameters: QueryParameters) => publishBatch(parts, parameters, caller),
      };
      const namespace = "http://sns.amazonaws.com/doc/2010-03-31/";
      return answerQuery({ namespace, version: "2010-03-31", actions }, request);
    },
    async stop() {
      await Promise.all(delivering);
    },
  };
}

function describe(context: LocalContext, { arn, topicArn, protocol, endpoint }: Subscription) {
  return { SubscriptionArn: arn, Owner: context.accountId, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}

function topicAttributes(context: LocalContext, topics: Topics, parameters: QueryParameters) {
  const { arn, displayName, subscriptions } = findTopic(topics, parameters.get("TopicArn"));
  const attributes = new Map([
    ["TopicArn", arn],
    ["Owner", context.accountId],
    ["DisplayName", displayName ?? ""],
    ["SubscriptionsConfirmed", String(subscriptions.length)],
    ["SubscriptionsPending", "0"],
    ["SubscriptionsDeleted", "0"],
  ]);
  return { Attributes: attributes };
}
