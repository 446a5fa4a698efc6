import { type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { failureKind, nameOf } from "../common/failure-kind.js";
import { parseJson } from "../common/parse-json.js";
import { type Order, orderSchema, orderStatuses } from "./order.js";
import type { OrderDesk } from "./order-desk.js";
import { Unavailable } from "./unavailable.js";

/** What the desk needs. */
export interface AwsOrderDesk {
  readonly stepFunctions: SFNClient;
  /** The machine's alias: `…:stateMachine:NAME:live`. */
  readonly stateMachineArn: string;
  readonly dynamoDb: DynamoDBClient;
  readonly ordersTable: string;
}

/**
 * Starts orders as executions named by their ids, and reads the rows that the workflow keeps. An order that has a row has been started
 * before, maybe by an event under another execution's name: the row says which, and its input is compared. One that has none yet is
 * started; Step Functions takes that again while the execution runs and the input is the same, and says ExecutionAlreadyExists afterwards.
 */
export function awsOrderDesk({ stepFunctions, stateMachineArn, dynamoDb, ordersTable }: AwsOrderDesk): OrderDesk {
  const machineArn = stateMachineArn.split(":").slice(0, 7).join(":");
  const executionArnOf = (orderId: string) => `${machineArn.replace(":stateMachine:", ":execution:")}:${orderId}`;

  const inputOf = async (executionArn: string): Promise<string | undefined> => {
    try {
      return (await stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).input;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw explained(error);
    }
  };

  const rowOf = async (orderId: string): Promise<Row | undefined> => {
    const key = { orderId: { S: orderId } };
    const command = new GetItemCommand({ TableName: ordersTable, Key: key, ConsistentRead: true });
    const { Item: item } = await dynamoDb.send(command).catch((error: unknown) => Promise.reject(explained(error)));
    return item && v.parse(rowSchema, item);
  };

  return {
    start: async (order) => {
      const row = await rowOf(order.orderId);
      if (row) {
        const input = await inputOf(row.executionArn.S);
        if (input !== undefined) return sameOrder(input, order) ? "started" : "different";
        // Step Functions forgets an execution 90 days after its end, and would take its name again.
        if (row.status.S !== "processing") return "different";
      }
      const input = JSON.stringify(order);
      try {
        await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: order.orderId, input }));
        return "started";
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw explained(error);
        return sameOrder(await inputOf(executionArnOf(order.orderId)), order) ? "started" : "different";
      }
    },
    find: async (orderId) => {
      const row = await rowOf(orderId);
      if (row) {
        const { status, trackingNumber } = row;
        const isDispatched = status.S === "dispatched" && trackingNumber !== undefined;
        return { orderId, status: status.S, ...(isDispatched && { trackingNumber: trackingNumber.S }) };
      }
      // The workflow's first state writes the row: it may be a moment away.
      const input = await inputOf(executionArnOf(orderId));
      return input === undefined ? undefined : { orderId, status: "processing" };
    },
  };
}

const rowSchema = v.object({
  status: v.object({ S: v.picklist(orderStatuses) }),
  executionArn: v.object({ S: v.string() }),
  trackingNumber: v.optional(v.object({ S: v.string() })),
});

/** An order's row, as DynamoDB gives it. */
type Row = v.InferOutput<typeof rowSchema>;

/** Whether an execution's input is this very order: an event may name its fields in another sequence, and say more. */
function sameOrder(input: string | undefined, order: Order): boolean {
  const theirs = v.safeParse(orderSchema, parseJson(input));
  return theirs.success && JSON.stringify(theirs.output) === JSON.stringify(v.parse(orderSchema, order));
}

function explained(error: unknown): unknown {
  return failureKind(error) === "rejected" ? error : new Unavailable(nameOf(error));
}
