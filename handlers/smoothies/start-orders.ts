import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { ChangeMessageVisibilityBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse } from "aws-lambda";
import { repeatable } from "../common/client-options.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { dynamoDbRobotIndex } from "./robot-index.js";
import { type Starting, startOrders } from "./starter.js";

const { ROBOTS_TABLE, ROBOTS_INDEX, ORDERS_QUEUE_URL, DEAD_ORDERS_QUEUE_URL, STATE_MACHINE_ARN } = readEnvironment({
  ROBOTS_TABLE: setting,
  ROBOTS_INDEX: setting,
  ORDERS_QUEUE_URL: setting,
  DEAD_ORDERS_QUEUE_URL: setting,
  STATE_MACHINE_ARN: setting,
});
const states = new SFNClient(repeatable);
const queues = new SQSClient(repeatable);
const starting: Starting = {
  index: dynamoDbRobotIndex(new DynamoDBClient(repeatable), ROBOTS_TABLE, ROBOTS_INDEX),
  start: async (order) => {
    const input = JSON.stringify(order);
    const command = new StartExecutionCommand({ stateMachineArn: STATE_MACHINE_ARN, name: order.orderId, input });
    await states.send(command).catch((error: unknown) => {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    });
  },
  bury: async (body) => {
    await queues.send(new SendMessageCommand({ QueueUrl: DEAD_ORDERS_QUEUE_URL, MessageBody: body }));
  },
  postpone: async (messages) => {
    const Entries = messages.map(({ receiptHandle: ReceiptHandle, seconds: VisibilityTimeout }, index) => {
      return { Id: String(index), ReceiptHandle, VisibilityTimeout };
    });
    await queues.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: ORDERS_QUEUE_URL, Entries }));
  },
  now: Date.now,
  random: Math.random,
  log: createLog("start-orders"),
};

/**
 * Takes orders from the queue and starts the workflow while robots are free.
 *
 * Needs `ROBOTS_TABLE`, `ROBOTS_INDEX`, `ORDERS_QUEUE_URL`, `DEAD_ORDERS_QUEUE_URL`, `STATE_MACHINE_ARN`; `dynamodb:Query` on the index,
 * `sqs:ChangeMessageVisibility` on the orders' queue (beside what its event source mapping needs), `sqs:SendMessage` on the dead orders'
 * one, `states:StartExecution` on the state machine.
 */
export const handler = (event: unknown): Promise<SQSBatchResponse> => startOrders(starting, event);
