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

/** A message that is to stay hidden in the queue. */
export interface Postponed {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** What {@link startOrders} works with. */
export interface Starting {
  readonly index: RobotIndex;
  /** Starts the workflow; an order that was started before is not started again. */
  readonly start: (order: ApiOrderInput) => Promise<void>;
  /** Keeps a message that is no order, for a person to look at. */
  readonly bury: (body: string) => Promise<void>;
  /** Hides messages in the queue, at most ten, each for so many seconds. */
  readonly postpone: (messages: readonly Postponed[]) => Promise<void>;
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
    if (order && free <= 0) return false;
    if (order) free -= 1;
    try {
      await (order ? starting.start(order) : starting.bury(message.body));
      starting.log.info(order ? "started" : "buried", order ? { orderId: order.orderId } : {});
      return true;
    } catch (error) {
      starting.log.warn(order ? "not started" : "not buried", { errorCode: nameOf(error) });
      return false;
    }
  });
  const results = await Promise.all(done);
  const staying = messages.filter((_, index) => results[index] === false);
  await postpone(starting, staying);
  return { batchItemFailures: staying.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

const sentAt = ({ attributes }: QueuedMessage) => Number(attributes.SentTimestamp);

/** Hides messages for a while. If even that fails, they come back after the queue's own visibility time-out. */
async function postpone({ postpone: hide, random, log }: Starting, messages: readonly QueuedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const postponed = messages.map(({ receiptHandle, attributes }) => {
    return { receiptHandle, seconds: hiddenFor(Number(attributes.ApproximateReceiveCount), random()) };
  });
  await hide(postponed).catch((error: unknown) => log.warn("not postponed", { errorCode: nameOf(error) }));
}

/**
 * For how many seconds a message stays hidden that has been received so often: up to half as many as times, at most a minute, spread
 * out so that a crowd does not come back together. A thousand times, after which SQS buries it, take some eight hours.
 */
export function hiddenFor(receiveCount: number, random: number): number {
  const longest = Math.min(Math.max(Number.isNaN(receiveCount) ? 1 : Math.ceil(receiveCount / 2), 1), 60);
  return 1 + Math.floor(random * longest);
}
