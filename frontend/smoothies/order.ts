import { isRecord } from "../common/is-record.js";

/** How far an order has come, in the API's words. */
export type OrderStatus = "queued" | "waiting" | "blending" | "served" | "failed";

/** An order as the API shows it. Times in milliseconds since 1970. */
export interface Order {
  readonly status: OrderStatus;
  readonly smoothie: string;
  readonly customer?: string;
  /** Who blends it, or has blended it. */
  readonly robotId?: string;
  /** Why it failed. */
  readonly reason?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What the page knows of one of its orders; `checking` before the first answer, `unknown` when the kitchen has none such. */
export type OrderState = Order | { readonly status: "checking" | "unknown" };

/** Whether nothing more will happen to an order. */
export function isFinal({ status }: OrderState): boolean {
  return status === "served" || status === "failed" || status === "unknown";
}

/** Reads the answer of `GET api/orders/{id}`, or gives `undefined` for what is none. */
export function readOrder(body: unknown): { readonly done: Order } | undefined {
  if (!isRecord(body) || typeof body.smoothie !== "string") return undefined;
  const status = STATUSES.find((known) => known === body.status);
  const [createdAt, updatedAt] = [timeOf(body.createdAt), timeOf(body.updatedAt)];
  if (!status || createdAt === undefined || updatedAt === undefined) return undefined;
  const { smoothie, customer, robotId, reason } = body;
  return {
    done: {
      ...{ status, smoothie, createdAt, updatedAt },
      ...(typeof customer === "string" ? { customer } : {}),
      ...(typeof robotId === "string" ? { robotId } : {}),
      ...(typeof reason === "string" ? { reason } : {}),
    },
  };
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

const STATUSES: readonly OrderStatus[] = ["queued", "waiting", "blending", "served", "failed"];
