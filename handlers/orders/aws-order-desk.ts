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
import { orderStatuses } from "./order.js";
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
 * Starts orders as executions named by their ids, and reads the rows that the workflow keeps. Step Functions takes a start again while the
 * execution runs and the input is the same; afterwards its answer is ExecutionAlreadyExists, and the inputs are compared here.
 */
export function awsOrderDesk({ stepFunctions, stateMachineArn, dynamoDb, ordersTable }: AwsOrderDesk): OrderDesk {
  const machineArn = stateMachineArn.split(":").slice(0, 7).join(":");

  const inputOf = async (orderId: string): Promise<string | undefined> => {
    const executionArn = `${machineArn.replace(":stateMachine:", ":execution:")}:${orderId}`;
    try {
      return (await stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).input;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw explained(error);
    }
  };

  return {
    start: async (order) => {
      const input = JSON.stringify(order);
      try {
        await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: order.orderId, input }));
        return "started";
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw explained(error);
        return (await inputOf(order.orderId)) === input ? "started" : "different";
      }
    },
    find: async (orderId) => {
      const command = new GetItemCommand({ TableName: ordersTable, Key: { orderId: { S: orderId } } });
      const { Item: item } = await dynamoDb.send(command).catch((error: unknown) => Promise.reject(explained(error)));
      if (item) {
        const trackingNumber = item.trackingNumber?.S;
        const status = v.parse(v.picklist(orderStatuses), item.status?.S);
        return { orderId, status, ...(status === "dispatched" && trackingNumber !== undefined && { trackingNumber }) };
      }
      // The workflow's first state writes the row: it may be a moment away.
      return (await inputOf(orderId)) === undefined ? undefined : { orderId, status: "processing" };
    },
  };
}

function explained(error: unknown): unknown {
  return failureKind(error) === "rejected" ? error : new Unavailable(nameOf(error));
}
