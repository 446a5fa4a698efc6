import * as v from "valibot";
import { orderIdSchema, orderLineSchema } from "../../../handlers/orders/order.js";

const pickingSchema = v.object({ orderId: orderIdSchema, lines: v.array(orderLineSchema) });

/** What a worker is asked to pick and pack. */
export type Picking = v.InferOutput<typeof pickingSchema>;

/** How a picking ends: with a parcel, or with a reason why there is none. */
export type Packed =
  | { readonly output: { readonly weightGrams: number } }
  | { readonly error: "ItemDamaged" | "InvalidInput"; readonly cause: string };

/** The weight of one piece of any product; enough for a warehouse that is simulated. */
const PIECE_GRAMS = 400;

/** Reads what a task asks for. Undefined when it is nothing that this warehouse understands. */
export function readPicking(input: string): Picking | undefined {
  try {
    return v.parse(pickingSchema, JSON.parse(input));
  } catch {
    return undefined;
  }
}

/** Packs an order's lines, unless one of them is a `broken-vase`. */
export function pack({ lines }: Picking): Packed {
  if (lines.some(({ sku }) => sku === "broken-vase")) {
    return { error: "ItemDamaged", cause: "The vase on the shelf is broken." };
  }
  return { output: { weightGrams: lines.reduce((sum, { quantity }) => sum + quantity * PIECE_GRAMS, 0) } };
}
