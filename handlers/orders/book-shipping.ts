import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { repeatable } from "../common/client-options.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { type Parcel, type Shipment, ShippingRefused, simulatedCarrier } from "./carrier.js";
import { dynamoDbEffects } from "./dynamodb-effects.js";
import { Undone } from "./effects.js";
import { addressSchema, orderIdSchema } from "./order.js";
import { book } from "./shipping.js";
import { Unavailable } from "./unavailable.js";

const inputSchema = v.object({ orderId: orderIdSchema, weightGrams: v.number(), shipTo: addressSchema });

const { EFFECTS_TABLE } = readEnvironment({ EFFECTS_TABLE: setting });
const shipping = {
  store: dynamoDbEffects(EFFECTS_TABLE, new DynamoDBClient(repeatable)),
  carrier: simulatedCarrier,
};

/** Books the shipment of an order's parcel, once for each order. */
export const handler: TaskHandler<Parcel, Shipment, "ShippingRefused" | "Unavailable" | "Undone"> = defineHandler({
  input: inputSchema,
  errors: [ShippingRefused, Unavailable, Undone],
  run: (parcel) => book(shipping, parcel),
});
