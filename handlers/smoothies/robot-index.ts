import { type AttributeValue, type DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { type RobotStatus, type RobotSummary, robotStatuses } from "./robot.js";

/** Finds robots by their status. */
export interface RobotIndex {
  /** The robots of one status, those first that have had it longest. The index lags the table, by milliseconds as a rule. */
  list(status: RobotStatus): Promise<readonly RobotSummary[]>;
}

/** The index `by-status` of the table of robots: a query for each status, no scan. */
export function dynamoDbRobotIndex(client: DynamoDBClient, tableName: string, indexName: string): RobotIndex {
  return {
    list: async (status) => {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          IndexName: indexName,
          KeyConditionExpression: "#status = :status",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: { ":status": { S: status } },
        },
      );
      const robots: RobotSummary[] = [];
      for await (const { Items = [] } of pages) robots.push(...Items.map(summaryOf));
      return robots;
    },
  };
}

function summaryOf(item: Record<string, AttributeValue>): RobotSummary {
  const { jobId, orderId, smoothie, jobExpiresAt } = item;
  return {
    robotId: item.robotId?.S ?? "",
    status: robotStatuses.find((status) => status === item.status?.S) ?? "OFFLINE",
    statusSince: item.statusSince?.S ?? "",
    ...(jobId?.S !== undefined && { jobId: jobId.S }),
    ...(orderId?.S !== undefined && { orderId: orderId.S }),
    ...(smoothie?.S !== undefined && { smoothie: smoothie.S }),
    ...(jobExpiresAt?.N !== undefined && { jobExpiresAt: Number(jobExpiresAt.N) }),
  };
}
