import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { repeatable } from "../common/client-options.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { dynamoDbEffects } from "./dynamodb-effects.js";
import { cardSchema, orderIdSchema } from "./order.js";
import { type Payable, refund } from "./payment.js";
import { RefundRefused, simulatedPayments } from "./payment-provider.js";
import { Unavailable } from "./unavailable.js";

const inputSchema = v.object({ orderId: orderIdSchema, total: v.number(), card: cardSchema });

/** What became of the payment. */
export interface Refund {
  readonly payment: "undone" | "never done";
}

const { EFFECTS_TABLE } = readEnvironment({ EFFECTS_TABLE: setting });
const payments = {
  store: dynamoDbEffects(EFFECTS_TABLE, new DynamoDBClient(repeatable)),
  provider: simulatedPayments,
};

/** Gives back what an order's card was charged, once, if it was charged at all. */
export const handler: TaskHandler<Payable, Refund, "Unavailable" | "RefundRefused"> = defineHandler({
  input: inputSchema,
  errors: [Unavailable, RefundRefused],
  run: async (order) => ({ payment: await refund(payments, order) }),
});
