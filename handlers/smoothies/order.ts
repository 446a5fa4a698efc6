import * as v from "valibot";
import { parseJson } from "../common/parse-json.js";

/** What can be ordered. A robot knows these recipes and no others. */
export const menu = ["Mango", "Banana", "Strawberry", "Blueberry", "Pineapple", "Spinach", "Peach", "Coconut"] as const;

/** How far an order has come: `queued` in SQS, `waiting` for a robot, `blending`, and in the end `served` or `failed`. */
export const orderStatuses = ["queued", "waiting", "blending", "served", "failed"] as const;

/** One of {@link orderStatuses}. */
export type OrderStatus = (typeof orderStatuses)[number];

/** A row of the table `orders`. Times are RFC 3339 in UTC. */
export interface Order {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly smoothie: string;
  readonly source: "api" | "button";
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly customer?: string;
  /** Who blends it, or has blended it. */
  readonly robotId?: string;
  /** Why it failed, in words for the customer. */
  readonly reason?: string;
  /** The execution that has claimed it: no other one serves it. */
  readonly executionArn?: string;
  /** The SHA-256 of the request's body as it was sent, of an order from the API. */
  readonly requestHash?: string;
}

/** A row of the table `buttons`: what the owner of a button always orders. */
export interface Button {
  readonly buttonId: string;
  readonly smoothie: string;
}

const apiInputSchema = v.object({
  version: v.literal(1),
  source: v.literal("api"),
  // What an execution may be called.
  orderId: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)),
  smoothie: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  customer: v.optional(v.pipe(v.string(), v.maxLength(100))),
});

const buttonInputSchema = v.object({
  version: v.literal(1),
  source: v.literal("button"),
  buttonId: v.string(),
  // A button may count its presses; the workflow makes text of it, too.
  pressId: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
});

/** What the API puts into the queue and an execution starts with. */
export type ApiOrderInput = v.InferOutput<typeof apiInputSchema>;

/** What the workflow takes: an order from the API, or a press of an order button. */
export type OrderInput = ApiOrderInput | v.InferOutput<typeof buttonInputSchema>;

/** Reads a queued order's JSON, or gives `undefined` for what is none. */
export function parseQueuedOrder(text: string): ApiOrderInput | undefined {
  const parsed = v.safeParse(apiInputSchema, parseJson(text));
  return parsed.success ? parsed.output : undefined;
}

/** The order's id in an execution's input, or `undefined` for an input that is no order. */
export function orderIdOf(executionInput: string): string | undefined {
  const parsed = v.safeParse(v.variant("source", [apiInputSchema, buttonInputSchema]), parseJson(executionInput));
  if (!parsed.success) return undefined;
  const { output } = parsed;
  const orderId = output.source === "api" ? output.orderId : `${output.buttonId}-${output.pressId}`;
  return Buffer.byteLength(orderId) > LONGEST_KEY_BYTES ? undefined : orderId;
}

/** What DynamoDB takes as a partition key: a button may send a longer text, whose order no table has. */
const LONGEST_KEY_BYTES = 2_048;
