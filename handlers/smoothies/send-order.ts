import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import * as v from "valibot";
import { repeatable } from "../common/client-options.js";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { dynamoDbRobotTable } from "./robot-table.js";
import { retryable, TemporarilyUnavailable } from "./temporary.js";

const inputSchema = v.object({
  robotId: v.string(),
  jobId: v.string(),
  smoothie: v.string(),
  taskToken: v.string(),
  claimSeconds: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** A job for the robot that was claimed for it, with the token by which its end is told, and how long the claim lasts from now. */
export type OrderForRobot = v.InferOutput<typeof inputSchema>;

/** The robot does not have this job any more: it has gone, or the claim had run out and another job has it. */
const JobLost = defineError("JobLost");

const { ROBOTS_TABLE } = readEnvironment({ ROBOTS_TABLE: setting });
const table = dynamoDbRobotTable(new DynamoDBClient(repeatable), ROBOTS_TABLE, Date.now);
const broker = new IoTDataPlaneClient(repeatable);
const log = createLog("send-order");

/**
 * Keeps the task token in the robot's row and tells the robot what to blend. The message names the job, never the token.
 *
 * It may be repeated with a new token: the row keeps the latest, and a robot takes the same job once.
 *
 * Needs `ROBOTS_TABLE`; `dynamodb:UpdateItem` on it, and `iot:Publish` on the topics `robots/+/order` (any robot).
 */
export const handler: TaskHandler<
  OrderForRobot,
  Record<never, never>,
  "JobLost" | "TemporarilyUnavailable"
> = defineHandler({
  input: inputSchema,
  errors: [JobLost, TemporarilyUnavailable],
  run: async ({ robotId, jobId, smoothie, taskToken, claimSeconds }) => {
    // The token first: the robot may answer at once.
    if (!(await retryable(() => table.keepToken(robotId, jobId, taskToken, claimSeconds)))) {
      throw new JobLost("The robot does not have this job any more.");
    }
    const payload = new TextEncoder().encode(JSON.stringify({ jobId, smoothie }));
    const message = new PublishCommand({ topic: `robots/${robotId}/order`, qos: 1, payload });
    await retryable(() => broker.send(message));
    log.info("sent", { robotId, jobId });
    return {};
  },
});
