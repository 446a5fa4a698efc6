import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { isFree, type RobotSummary, robotStatuses } from "../../../handlers/smoothies/robot.js";
import { dynamoDbRobotIndex } from "../../../handlers/smoothies/robot-index.js";
import { jobAttributes } from "../../../handlers/smoothies/robot-table.js";

const tableName = (stage: string) => `smoothies-${stage}-robots`;

/** All robots that the table knows, by their names. */
export async function listRobots(client: DynamoDBClient, stage: string): Promise<readonly RobotSummary[]> {
  const index = dynamoDbRobotIndex(client, tableName(stage), "by-status");
  const lists = await Promise.all(robotStatuses.map((status) => index.list(status)));
  return lists.flat().sort((a, b) => a.robotId.localeCompare(b.robotId, "en", { numeric: true }));
}

/** Makes a robot online and free, whatever it was. An order that it had in hand goes to another one when its time has run out. */
export async function resetRobot(client: DynamoDBClient, stage: string, robotId: string, now: Date): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tableName(stage),
      Key: { robotId: { S: robotId } },
      UpdateExpression: `SET #status = :online, statusSince = :now REMOVE ${jobAttributes}`,
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":online": { S: "ONLINE" }, ":now": { S: now.toISOString() } },
    }),
  );
}

/** The robots as lines of a table. `now` in Unix milliseconds. */
export function robotLines(robots: readonly RobotSummary[], now: number): string[] {
  if (robots.length === 0) {
    return ["There is no robot yet. Bring one: npm run robot -- --name robot1, or npm run robots -- reset."];
  }
  const rows = robots.map((robot) => [
    robot.robotId,
    robot.status,
    ago(now - Date.parse(robot.statusSince)),
    robot.smoothie ?? "",
    robot.orderId ?? "",
    robot.status === "WORKING" && isFree(robot, now) ? "its claim has run out: free" : "",
  ]);
  const all = [["robot", "status", "for", "blends", "order", ""], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (Number.isNaN(seconds)) return "";
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
