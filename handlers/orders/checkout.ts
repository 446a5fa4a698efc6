import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import { parseAllowList } from "../common/allow-list.js";
import { repeatable } from "../common/client-options.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { awsOrderDesk } from "./aws-order-desk.js";
import { checkoutApi } from "./checkout-api.js";
import { simulatedPayments } from "./payment-provider.js";

const { STATE_MACHINE_ARN, ORDERS_TABLE, ALLOWED_RECIPIENTS, STAGE } = readEnvironment({
  STATE_MACHINE_ARN: setting,
  ORDERS_TABLE: setting,
  ALLOWED_RECIPIENTS: setting,
  STAGE: setting,
});
const recipients = parseAllowList(ALLOWED_RECIPIENTS, STAGE);

/** The orders' HTTP API: `POST /api/checkout` and `GET /api/orders/{id}`. */
export const handler = checkoutApi({
  desk: awsOrderDesk({
    stepFunctions: new SFNClient(repeatable),
    stateMachineArn: STATE_MACHINE_ARN,
    dynamoDb: new DynamoDBClient(repeatable),
    ordersTable: ORDERS_TABLE,
  }),
  provider: simulatedPayments,
  allowsEmail: recipients.allowsEmail,
  uuid: randomUUID,
  log: createLog("checkout"),
});
