import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { repeatable } from "../common/client-options.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { simulatedCarrier } from "./carrier.js";
import { dynamoDbEffects } from "./dynamodb-effects.js";
import { orderIdSchema } from "./order.js";
import { cancel } from "./shipping.js";
import { Unavailable } from "./unavailable.js";

const inputSchema = v.object({ orderId: orderIdSchema });

/** Which order's shipment to cancel. */
export type CancelShipping = v.InferOutput<typeof inputSchema>;

/** What became of the shipment. */
export interface CancelledShipping {
  readonly shipment: "undone" | "never done";
}

const { EFFECTS_TABLE } = readEnvironment({ EFFECTS_TABLE: setting });
const shipping = {
  store: dynamoDbEffects(EFFECTS_TABLE, new DynamoDBClient(repeatable)),
  carrier: simulatedCarrier,
};

/** Cancels an order's shipment, once, if there is one. */
export const handler: TaskHandler<CancelShipping, CancelledShipping, "Unavailable"> = defineHandler({
  input: inputSchema,
  errors: [Unavailable],
  run: async ({ orderId }) => ({ shipment: await cancel(shipping, orderId) }),
});
