import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { repeatable } from "../common/client-options.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { type Shipment, ShippingRefused, simulatedCarrier } from "./carrier.js";
import { dynamoDbEffects } from "./dynamodb-effects.js";
import { Undone } from "./effects.js";
import { addressSchema, orderIdSchema } from "./order.js";
import { book } from "./shipping.js";
import { Unavailable } from "./unavailable.js";

const bookingSchema = v.object({
  orderId: orderIdSchema,
  parcel: v.object({ weightGrams: v.number() }),
  shipTo: addressSchema,
});

/** Which order's parcel to book, as the warehouse has packed it, and where it goes. */
export type BookShipping = v.InferOutput<typeof bookingSchema>;

// Executions of the release of 2026-11-21 send the weight by itself.
const olderSchema = v.looseObject({ weightGrams: v.unknown() });
const inputSchema = v.pipe(
  v.unknown(),
  v.transform((event) => (v.is(olderSchema, event) ? { ...event, parcel: { weightGrams: event.weightGrams } } : event)),
  bookingSchema,
);

const { EFFECTS_TABLE } = readEnvironment({ EFFECTS_TABLE: setting });
const shipping = {
  store: dynamoDbEffects(EFFECTS_TABLE, new DynamoDBClient(repeatable)),
  carrier: simulatedCarrier,
};

/** Books the shipment of an order's parcel, once for each order. */
export const handler: TaskHandler<BookShipping, Shipment, "ShippingRefused" | "Unavailable" | "Undone"> = defineHandler(
  {
    input: inputSchema,
    errors: [ShippingRefused, Unavailable, Undone],
    run: ({ orderId, parcel, shipTo }) => book(shipping, { orderId, shipTo, weightGrams: parcel.weightGrams }),
  },
);
