import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import { repeatable } from "../common/client-options.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { type Hearing, hearRobot } from "./hear-robot.js";
import { dynamoDbRobotTable } from "./robot-table.js";
import { stepFunctionsAnswers } from "./task-answers.js";
import { persistently } from "./temporary.js";

const { ROBOTS_TABLE } = readEnvironment({ ROBOTS_TABLE: setting });
const hearing: Hearing = {
  table: dynamoDbRobotTable(new DynamoDBClient(repeatable), ROBOTS_TABLE, Date.now),
  answers: stepFunctionsAnswers(new SFNClient(repeatable)),
  log: createLog("robot-word"),
  lastWords: () => sleep(LAST_WORDS_MS),
};

/** How long a robot's last word may come after the end of its connection: Lambda keeps no order. */
const LAST_WORDS_MS = 1_000;

/** As long as leaves the function's own time for a last try. */
const PATIENCE_MS = 7_000;

/**
 * Takes what robots say, from the IoT rules: `{word, robotId, at, ...}`. It is called asynchronously: Lambda repeats an event that
 * fails, and in the end puts it into the queue `dead-words`. Lambda repeats it a minute later at the earliest, and by then a robot that
 * has said what it made is taken for silent, and another one makes it again; so the function repeats it first, by itself.
 *
 * Needs `ROBOTS_TABLE`; `dynamodb:GetItem` and `UpdateItem` on it, and `states:SendTaskSuccess`, `SendTaskFailure` and
 * `SendTaskHeartbeat` on the state machine.
 */
export const handler = async (event: unknown): Promise<void> => {
  await persistently(() => hearRobot(hearing, event), PATIENCE_MS, { now: Date.now, sleep });
};
