import * as v from "valibot";
import type { Log } from "../common/logger.js";
import { orderIdOf } from "./order.js";
import type { OrderTable } from "./order-table.js";
import type { RobotIndex } from "./robot-index.js";
import type { RobotTable } from "./robot-table.js";

/** An execution that did not succeed. Source: AWS Step Functions Developer Guide, "Automating Step Functions event delivery with EventBridge". */
const eventSchema = v.object({
  detail: v.object({
    executionArn: v.string(),
    status: v.picklist(["FAILED", "TIMED_OUT", "ABORTED"]),
    // Left out by AWS when it is long, which no order's is.
    input: v.string(),
    error: v.nullish(v.string()),
    /** Milliseconds since 1970. */
    stopDate: v.nullish(v.number()),
  }),
});

/** What {@link settleOrder} works with. */
export interface Settling {
  readonly orders: OrderTable;
  readonly robots: RobotTable;
  readonly index: RobotIndex;
  readonly log: Log;
}

/**
 * Cleans up after an execution that has failed, timed out or been stopped: frees the robot that still has its job, and closes
 * the order. An execution that fails by its own design has done so itself; then there is nothing to do. It may be repeated.
 *
 * The index may not show a robot that was claimed a moment ago: that claim runs out by itself.
 */
export async function settleOrder({ orders, robots, index, log }: Settling, event: unknown): Promise<void> {
  const parsed = v.safeParse(eventSchema, event);
  const orderId = parsed.success ? orderIdOf(parsed.output.detail.input) : undefined;
  if (!parsed.success || orderId === undefined) return log.warn("no order", { errorCode: "UnknownEvent" });
  const { executionArn, status, error, stopDate } = parsed.output.detail;

  const order = await orders.find(orderId);
  // Another execution has the order: this one never served it.
  if (!order || (order.executionArn !== undefined && order.executionArn !== executionArn)) {
    return log.info("not its order", { orderId });
  }
  // It was redriven meanwhile; this is late news. Nothing else writes to the row after the end.
  if (stopDate && Date.parse(order.updatedAt) > stopDate) return log.info("goes on", { orderId });
  for (const { robotId } of (await index.list("WORKING")).filter((robot) => robot.orderId === orderId)) {
    if (await robots.release(robotId, orderId)) log.info("robot freed", { robotId, orderId });
  }
  const served = error === "ServedNotNoted";
  if (await orders.close(orderId, served ? "served" : "failed", served ? undefined : REASONS[status])) {
    log.warn("order closed", { orderId, errorCode: error ?? status });
  }
}

/** For the customer. */
const REASONS = {
  FAILED: "The kitchen has a problem.",
  TIMED_OUT: "It took too long.",
  ABORTED: "The order was stopped.",
} as const;
