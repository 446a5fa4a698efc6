import * as v from "valibot";
import { doOnce, type EffectStore, type Once, undoOnce } from "./effects.js";
import type { Order } from "./order.js";
import type { PaymentProvider } from "./payment-provider.js";

/** What the payment of an order needs. */
export interface Payments {
  readonly store: EffectStore;
  readonly provider: PaymentProvider;
}

const paymentSchema = v.union([
  v.object({ status: v.literal("charged"), chargeId: v.string() }),
  v.object({ status: v.literal("declined"), reason: v.string() }),
]);

/** What came of an order's payment. */
export type Payment = v.InferOutput<typeof paymentSchema>;

/** The part of an order that its payment needs. */
export type Payable = Pick<Order, "orderId" | "total" | "card">;

/** Charges an order's card, once for each order. */
export function pay(payments: Payments, order: Payable): Promise<Payment> {
  return doOnce(paymentOf(payments, order));
}

/** Gives back what an order's card was charged, once, if it was charged at all. */
export function refund(payments: Payments, order: Payable): Promise<"undone" | "never done"> {
  return undoOnce(paymentOf(payments, order));
}

function paymentOf({ store, provider }: Payments, { orderId, total, card }: Payable): Once<Payment> {
  const charge = { key: orderId, token: card.token, amount: total };
  return {
    store,
    key: `payment#${orderId}`,
    result: paymentSchema,
    act: () => provider.charge(charge),
    reverse: () => provider.refund(charge),
  };
}
