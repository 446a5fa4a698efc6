import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { repeatable } from "../common/client-options.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { dynamoDbEffects } from "./dynamodb-effects.js";
import { Undone } from "./effects.js";
import { type Order, orderSchema } from "./order.js";
import { type Payment, pay } from "./payment.js";
import { simulatedPayments } from "./payment-provider.js";
import { Unavailable } from "./unavailable.js";

const { EFFECTS_TABLE } = readEnvironment({ EFFECTS_TABLE: setting });
const payments = {
  store: dynamoDbEffects(EFFECTS_TABLE, new DynamoDBClient(repeatable)),
  provider: simulatedPayments,
};

/** Charges an order's card, once for each order. It takes the whole order, to refuse a malformed one before it costs anything. */
export const handler: TaskHandler<Order, Payment, "Unavailable" | "Undone"> = defineHandler({
  input: orderSchema,
  errors: [Unavailable, Undone],
  run: (order) => pay(payments, order),
});
