import { callApi, type Outcome } from "../common/call-api.js";
import { isRecord } from "../common/is-record.js";
import { type Kitchen, readKitchen } from "./kitchen.js";
import { type Order, readOrder } from "./order.js";
import type { OrderRequest } from "./read-order-form.js";

/** The three calls of the smoothies' API. None of them throws. */
export interface KitchenApi {
  /** The same key orders once, however often it is sent. */
  order(request: OrderRequest, idempotencyKey: string): Promise<Outcome<{ readonly orderId: string }>>;
  find(orderId: string): Promise<Outcome<Order>>;
  kitchen(): Promise<Outcome<Kitchen>>;
}

/**
 * The API at an address relative to the page, so that it works at `/` and at `/smoothies/`.
 *
 * @param base for example `api`
 * @param send `fetch`, or a stand-in
 */
export function createKitchenApi(base: string, send: typeof fetch): KitchenApi {
  return {
    order: (request, idempotencyKey) => {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey };
      return callApi(send, `${base}/orders`, { method: "POST", headers, body: JSON.stringify(request) }, readAccepted);
    },
    find: (orderId) => callApi(send, `${base}/orders/${encodeURIComponent(orderId)}`, { method: "GET" }, readOrder),
    kitchen: () => callApi(send, `${base}/kitchen`, { method: "GET" }, readKitchen),
  };
}

function readAccepted(body: unknown): { done: { orderId: string } } | undefined {
  if (!isRecord(body) || typeof body.orderId !== "string" || body.orderId === "") return undefined;
  return { done: { orderId: body.orderId } };
}
