import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { HandlerFunction } from "./function.js";
import { policyDocument, type Statement } from "./iam.js";
import { SystemStack } from "./system-stack.js";
import { jsonTemplate } from "./terraform-text.js";

/** Settings of a `Queue`. */
export interface QueueSettings {
  /** The last part of its name, where that is not the construct's id. */
  readonly part?: string;
  /** How long a message stays hidden from others once received, in seconds; 30 unless said otherwise. */
  readonly visibilityTimeout?: number;
  /** Where a message goes that was received so often without being deleted. A queue without is a dead-letter queue itself. */
  readonly deadLetters?: { readonly queue: Queue; readonly maxReceives: number };
}

/** What a function gets of a queue. */
export interface QueueGrant {
  /** The environment variable that holds the queue's URL; none when the function learns it otherwise. */
  readonly env?: string;
  readonly actions: readonly (
    | "SendMessage"
    | "ReceiveMessage"
    | "DeleteMessage"
    | "ChangeMessageVisibility"
    | "GetQueueAttributes"
  )[];
}

/** Fourteen days, the most that SQS keeps a message: time to look at a dead letter, and for the longest queueing. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * A standard SQS queue, encrypted by SQS itself (SSE-SQS) or the stack's customer key, polled long.
 *
 * @example
 * ```ts
 * const dead = new Queue(this, "dead-orders");
 * const orders = new Queue(this, "orders", { deadLetters: { queue: dead, maxReceives: 1000 } });
 * orders.grantTo(api, { env: "ORDERS_QUEUE_URL", actions: ["SendMessage"] });
 * ```
 */
export class Queue extends Construct {
  readonly name: string;
  /** Built from the name, so it is known when Terraform plans. */
  readonly arn: string;
  /** In seconds. */
  readonly visibilityTimeout: number;
  readonly resource: SqsQueue;
  readonly #senders: Statement[] = [];

  constructor(scope: Construct, id: string, { part = id, visibilityTimeout = 30, deadLetters }: QueueSettings = {}) {
    super(scope, id);
    const stack = SystemStack.around(this);
    this.name = stack.named(part);
    this.arn = stack.arn("sqs", this.name);
    this.visibilityTimeout = visibilityTimeout;
    this.resource = new SqsQueue(this, "resource", {
      name: this.name,
      visibilityTimeoutSeconds: visibilityTimeout,
      messageRetentionSeconds: RETENTION_SECONDS,
      receiveWaitTimeSeconds: 20,
      ...(stack.customerKey ? { kmsMasterKeyId: stack.customerKey.arn } : { sqsManagedSseEnabled: true }),
      ...(deadLetters && {
        redrivePolicy: jsonTemplate({
          deadLetterTargetArn: deadLetters.queue.arn,
          maxReceiveCount: deadLetters.maxReceives,
        }),
        // By its ARN, a text, Terraform would not know the order; SQS wants the target to exist.
        dependsOn: [deadLetters.queue.resource],
      }),
    });
  }

  /** The queue's URL as Terraform knows it once the queue exists. */
  get url(): string {
    return this.resource.url;
  }

  /** What a workflow needs to send to it: its ARN and URL. */
  get binding(): { readonly arn: string; readonly url: string } {
    return { arn: this.arn, url: this.url };
  }

  /** Tells a function the queue's URL and lets it do these actions on the queue. */
  grantTo(fn: HandlerFunction, { env, actions }: QueueGrant): void {
    if (env !== undefined) fn.setEnvironment(env, this.url);
    fn.allow({ actions: actions.map((action) => `sqs:${action}`), resources: [this.arn] });
  }

  /** Lets a service send to it on behalf of one of its resources, such as an EventBridge rule or an SNS topic. */
  allowSending(service: string, sourceArn: string): void {
    if (this.#senders.length === 0) {
      new SqsQueuePolicy(this, "policy", {
        queueUrl: this.url,
        policy: Lazy.stringValue({ produce: () => policyDocument(this.#senders) }),
      });
    }
    this.#senders.push({
      principal: { service },
      actions: ["sqs:SendMessage"],
      resources: [this.arn],
      conditions: { ArnEquals: { "aws:SourceArn": sourceArn } },
    });
  }
}
