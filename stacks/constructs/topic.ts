import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import type { HandlerFunction } from "./function.js";
import type { Queue } from "./queue.js";
import { SystemStack } from "./system-stack.js";
import { jsonTemplate } from "./terraform-text.js";

/** What a subscriber of a topic gets. */
export interface Subscription {
  /** Where a message goes that could not be delivered. */
  readonly deadLetters: Queue;
  /** The message alone, without SNS' envelope; queues only. */
  readonly raw?: boolean;
}

/**
 * An SNS topic, encrypted by the stack's customer key or by none: a managed one would keep other services from publishing.
 *
 * @example `dispatched.subscribeQueue("warehouse", warehouse, { deadLetters: undelivered })`
 */
export class Topic extends Construct {
  /** Built from the name, so it is known when Terraform plans. */
  readonly arn: string;
  readonly resource: SnsTopic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(id);
    this.arn = stack.arn("sns", name);
    this.resource = new SnsTopic(this, "resource", {
      name,
      ...(stack.customerKey && { kmsMasterKeyId: stack.customerKey.arn }),
    });
  }

  /** Tells a function the topic's ARN and lets it publish. */
  grantPublish(fn: HandlerFunction, env: string): void {
    fn.setEnvironment(env, this.resource.arn);
    fn.allow({ actions: ["sns:Publish"], resources: [this.arn] });
  }

  /** Delivers each message to a queue. */
  subscribeQueue(id: string, queue: Queue, { deadLetters, raw = false }: Subscription): void {
    queue.allowSending("sns.amazonaws.com", this.arn);
    this.#subscribe(id, "sqs", queue.resource.arn, deadLetters, raw);
  }

  /** Invokes a function with each message. */
  subscribeFunction(id: string, fn: HandlerFunction, { deadLetters }: Subscription): void {
    fn.allowInvocation(id, "sns.amazonaws.com", this.arn);
    this.#subscribe(id, "lambda", fn.resource.arn, deadLetters, false);
  }

  /** Sends each message to an e-mail address, which SNS asks to confirm first. */
  subscribeEmail(id: string, address: string, { deadLetters }: Subscription): void {
    this.#subscribe(id, "email", address, deadLetters, false);
  }

  #subscribe(id: string, protocol: string, endpoint: string, deadLetters: Queue, raw: boolean): void {
    deadLetters.allowSending("sns.amazonaws.com", this.arn);
    new SnsTopicSubscription(this, id, {
      topicArn: this.resource.arn,
      protocol,
      endpoint,
      redrivePolicy: jsonTemplate({ deadLetterTargetArn: deadLetters.arn }),
      ...(raw && { rawMessageDelivery: true }),
      dependsOn: [deadLetters.resource],
    });
  }
}
