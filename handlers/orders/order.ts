import * as v from "valibot";
import { isEmailAddress } from "../common/email-address.js";

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** The id of an order, which is also the name of the execution that `checkout` starts. */
export const orderIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** One product of an order, and how many of it. */
export const orderLineSchema = v.object({
  sku: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
});

/** Where an order goes. `country` is ISO 3166-1 alpha-2. */
export const addressSchema = v.object({
  street: text,
  postcode: text,
  city: text,
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
});

/** Who gets an order, and by which address they are told of it. */
export const customerSchema = v.object({ name: text, email: v.pipe(v.string(), v.check(isEmailAddress)) });

/** What stands for a card once the payment provider has taken its number: a token, and the last digits, for people. */
export const cardSchema = v.object({
  token: v.pipe(v.string(), v.regex(/^tok_[a-z_]{1,60}$/)),
  lastFour: v.pipe(v.string(), v.regex(/^\d{4}$/)),
});

/** An order as the workflow takes it, from `checkout` or from an `OrderPlaced` event. `total` is in cents. */
export const orderSchema = v.object({
  version: v.literal(1),
  orderId: orderIdSchema,
  customer: customerSchema,
  shipTo: addressSchema,
  lines: v.pipe(v.array(orderLineSchema), v.minLength(1), v.maxLength(40)),
  total: v.pipe(v.number(), v.integer(), v.minValue(0)),
  card: cardSchema,
});

/** An order. */
export type Order = v.InferOutput<typeof orderSchema>;

/** One product of an order. */
export type OrderLine = v.InferOutput<typeof orderLineSchema>;

/** Where an order goes. */
export type Address = v.InferOutput<typeof addressSchema>;

/** How far an order has come, as its row says. */
export const orderStatuses = ["processing", "dispatched", "declined", "failed", "needs-attention"] as const;

/** How far an order has come. */
export type OrderStatus = (typeof orderStatuses)[number];
