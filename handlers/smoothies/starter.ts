import type { SQSBatchResponse } from "aws-lambda";
import * as v from "valibot";
import { nameOf } from "../common/failure-kind.js";
import type { Log } from "../common/logger.js";
import { type ApiOrderInput, parseQueuedOrder } from "./order.js";
import { isFree } from "./robot.js";
import type { RobotIndex } from "./robot-index.js";

const recordSchema = v.object({
  messageId: v.string(),
  receiptHandle: v.string(),
  body: v.string(),
  attributes: v.object({ ApproximateReceiveCount: v.string(), SentTimestamp: v.optional(v.string(), "0") }),
});
const eventSchema = v.object({ Records: v.array(recordSchema) });
type QueuedMessage = v.InferOutput<typeof recordSchema>;

/** What {@link startOrders} works with. */
export interface Starting {
  readonly index: RobotIndex;
  /** Starts the workflow; an order that was started before is not started again. */
  readonly start: (order: ApiOrderInput) => Promise<void>;
  /** Keeps a message that is no order, for a person to look at. */
  readonly bury: (body: string) => Promise<void>;
  /** Hides a message in the queue for so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: Log;
}

/**
 * Starts as many of the orders in a batch as robots are free, the oldest first; the others stay in the queue, which is the
 * buffer, for longer each time. What is no order is buried. Each message is judged by itself.
 *
 * @returns the messages that stay in the queue.
 */
export async function startOrders(starting: Starting, event: unknown): Promise<SQSBatchResponse> {
  const messages = v.parse(eventSchema, event).Records.sort((a, b) => sentAt(a) - sentAt(b));
  const [online, working] = await Promise.all([starting.index.list("ONLINE"), starting.index.list("WORKING")]);
  let free = [...online, ...working].filter((robot) => isFree(robot, starting.now())).length;
  const done = messages.map(async (message): Promise<boolean> => {
    const order = parseQueuedOrder(message.body);
    if (order && free <= 0) return postpone(starting, message);
    if (order) free -= 1;
    try {
      await (order ? starting.start(order) : starting.bury(message.body));
      starting.log.info(order ? "started" : "buried", order ? { orderId: order.orderId } : {});
      return true;
    } catch (error) {
      starting.log.warn(order ? "not started" : "not buried", { errorCode: nameOf(error) });
      return postpone(starting, message);
    }
  });
  const results = await Promise.all(done);
  const staying = messages.filter((_, index) => results[index] === false);
  return { batchItemFailures: staying.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

const sentAt = ({ attributes }: QueuedMessage) => Number(attributes.SentTimestamp);

/** Leaves a message in the queue. If even that fails, it comes back after the queue's own visibility time-out. */
async function postpone({ postpone: hide, random, log }: Starting, message: QueuedMessage): Promise<false> {
  const seconds = hiddenFor(Number(message.attributes.ApproximateReceiveCount), random());
  await hide(message.receiptHandle, seconds).catch((error: unknown) => {
    log.warn("not postponed", { errorCode: nameOf(error) });
  });
  return false;
}

/**
 * For how many seconds a message stays hidden that has been received so often: about as many as times, at most a minute, spread out
 * so that a crowd does not come back together. A thousand times, after which SQS buries it, take some eight hours.
 */
export function hiddenFor(receiveCount: number, random: number): number {
  const longest = Math.min(Math.max(Number.isNaN(receiveCount) ? 1 : receiveCount, 1), 60);
  return 1 + Math.floor(random * longest);
}
