import { randomUUID } from "node:crypto";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, vi } from "vitest";
import { clientSettings, endOf, startExecution } from "./executions.js";
import type { Deployed } from "./systems.js";

const robotId = "robot-1";

/** Orders a smoothie and is the robot that makes it. The topic rules' part is played here: moto runs none. */
export async function useSmoothies({ endpoint, stage, stateMachineArn }: Deployed): Promise<void> {
  const tables = new DynamoDBClient(clientSettings(endpoint));
  const lambda = new LambdaClient(clientSettings(endpoint));
  const orderId = randomUUID();
  const say = async (word: object) => {
    const Payload = JSON.stringify({ robotId, at: Date.now(), ...word });
    const answer = await lambda.send(new InvokeCommand({ FunctionName: `smoothies-${stage}-robot-word`, Payload }));
    expect(answer.FunctionError).toBeUndefined();
  };
  const read = async (table: string, key: string, id: string) =>
    (await tables.send(new GetItemCommand({ TableName: `smoothies-${stage}-${table}`, Key: { [key]: { S: id } } })))
      .Item;
  try {
    await say({ word: "status", status: "ONLINE", session: randomUUID() });
    const input = { version: 1, source: "api", orderId, smoothie: "Mango" };
    const execution = await startExecution(endpoint, stateMachineArn, input);
    const robot = await vi.waitFor(
      async () => {
        const row = await read("robots", "robotId", robotId);
        expect(row?.taskToken?.S).toEqual(expect.any(String));
        return row;
      },
      { timeout: 30_000, interval: 200 },
    );
    await say({ word: "success", jobId: robot?.jobId?.S });
    const ended = await endOf(endpoint, execution);
    expect(ended, JSON.stringify(ended)).toMatchObject({ status: "SUCCEEDED" });
    expect(await read("orders", "orderId", orderId)).toMatchObject({
      status: { S: "served" },
      robotId: { S: robotId },
    });
  } finally {
    tables.destroy();
    lambda.destroy();
  }
}
