import { QueryError } from "../aws-query.js";
import type { ResourcePolicy } from "../iam/resource-policy.js";
import type { FilterPolicy } from "./filter-policy.js";
import { invalid } from "./message.js";

/** Where a subscription's messages go. */
export type Protocol = "email" | "email-json" | "sms" | "sqs" | "lambda";

/** One subscription of a topic. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  /** An address, a number, or the ARN of a queue or function. */
  readonly endpoint: string;
  /** Whether a queue gets the message alone, without SNS's envelope. */
  readonly raw: boolean;
  readonly wants: FilterPolicy;
  /** The queue for what could not be delivered. */
  readonly deadLetterArn: string | undefined;
}

/** A topic. */
export interface Topic {
  readonly arn: string;
  readonly displayName: string | undefined;
  readonly subscriptions: Subscription[];
  policy: ResourcePolicy;
}

/** The topics of one runtime, by ARN. */
export type Topics = Map<string, Topic>;

/**
 * The topic that a request names.
 *
 * @throws QueryError `InvalidParameter`, `NotFound`
 */
export function findTopic(topics: Topics, arn: string | undefined): Topic {
  if (arn === undefined) throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
  const elements = arn.split(":").length;
  if (elements < 6) throw invalid(`TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`);
  const topic = topics.get(arn);
  if (topic) return topic;
  throw new QueryError("NotFound", "Topic does not exist", 404);
}
