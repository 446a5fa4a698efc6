import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js";
import { Construct } from "constructs";
import type { HandlerFunction } from "./function.js";
import type { Queue } from "./queue.js";

/** Settings of an `EventSource`. */
export interface EventSourceSettings {
  readonly queue: Queue;
  readonly handler: HandlerFunction;
  /** The most messages that one invocation gets; up to 10. */
  readonly batchSize: number;
  /** The most invocations at once, from 2 to 1000. */
  readonly maxConcurrency: number;
}

/**
 * Lambda polls a queue and hands its messages to a function, in batches. The function says which messages of a batch
 * failed (`batchItemFailures`); only these come back.
 *
 * @throws Error when a message would come back while the function still works on it, which Lambda refuses.
 * @example `new EventSource(this, "incoming-orders", { queue: orders, handler: startOrders, batchSize: 10, maxConcurrency: 2 })`
 */
export class EventSource extends Construct {
  constructor(scope: Construct, id: string, { queue, handler, batchSize, maxConcurrency }: EventSourceSettings) {
    super(scope, id);
    if (queue.visibilityTimeout < handler.timeout) {
      throw new Error(
        `The queue "${queue.node.id}" hides a message for ${queue.visibilityTimeout} s, but the function "${handler.node.id}" may work on it for ${handler.timeout} s. Give the queue a longer visibilityTimeout; AWS advises six times the function's.`,
      );
    }
    queue.grantTo(handler, { actions: ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"] });
    new LambdaEventSourceMapping(this, "resource", {
      eventSourceArn: queue.resource.arn,
      functionName: handler.resource.functionName,
      batchSize,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: maxConcurrency },
      // Lambda checks the function's permission to receive when it creates the mapping.
      dependsOn: [handler.policy],
    });
  }
}
