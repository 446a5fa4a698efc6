import type { Order, OrderStatus } from "./order.js";

/** How an order stands. */
export interface OrderView {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly trackingNumber?: string;
}

/** Where orders are started and looked up. */
export interface OrderDesk {
  /** Starts an order, once for its id; `different` when another order has its id. */
  start(order: Order): Promise<"started" | "different">;
  find(orderId: string): Promise<OrderView | undefined>;
}
