import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { repeatable } from "../common/client-options.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { type Claiming, claimRobot, NoRobotAvailable, NoRobotLeft } from "./claim.js";
import { dynamoDbRobotIndex } from "./robot-index.js";
import { dynamoDbRobotTable } from "./robot-table.js";
import { retryable, TemporarilyUnavailable } from "./temporary.js";

const inputSchema = v.object({
  jobId: v.string(),
  orderId: v.string(),
  smoothie: v.string(),
  claimSeconds: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** A job that wants a robot, and for how many seconds the robot is kept for it until `send-order` says how long it may take. */
export type RobotRequest = v.InferOutput<typeof inputSchema>;

/** The robot that has the job now. */
export interface ClaimedRobot {
  readonly robotId: string;
}

const { ROBOTS_TABLE, ROBOTS_INDEX } = readEnvironment({ ROBOTS_TABLE: setting, ROBOTS_INDEX: setting });
const client = new DynamoDBClient(repeatable);
const claiming: Claiming = {
  index: dynamoDbRobotIndex(client, ROBOTS_TABLE, ROBOTS_INDEX),
  table: dynamoDbRobotTable(client, ROBOTS_TABLE, Date.now),
  now: Date.now,
  random: Math.random,
};
const log = createLog("claim-robot");

/**
 * Claims a free robot for a job.
 *
 * Needs `ROBOTS_TABLE`, `ROBOTS_INDEX`; `dynamodb:Query` on the index and `dynamodb:UpdateItem` on the table of robots.
 */
export const handler: TaskHandler<
  RobotRequest,
  ClaimedRobot,
  "NoRobotAvailable" | "NoRobotLeft" | "TemporarilyUnavailable"
> = defineHandler({
  input: inputSchema,
  errors: [NoRobotAvailable, NoRobotLeft, TemporarilyUnavailable],
  run: async ({ claimSeconds, ...job }) => {
    const { robotId } = await retryable(() => claimRobot(claiming, job, claimSeconds));
    log.info("claimed", { robotId, jobId: job.jobId, orderId: job.orderId });
    return { robotId };
  },
});
