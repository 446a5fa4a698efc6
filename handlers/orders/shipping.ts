import * as v from "valibot";
import type { Carrier, Parcel } from "./carrier.js";
import { doOnce, type EffectStore, type Once, undoOnce } from "./effects.js";

/** What shipping needs. */
export interface Shipping {
  readonly store: EffectStore;
  readonly carrier: Carrier;
}

const shipmentSchema = v.object({ trackingNumber: v.string() });

/** A shipment that the carrier has accepted. */
export type BookedShipment = v.InferOutput<typeof shipmentSchema>;

/** Books an order's shipment, once for each order. */
export function book(shipping: Shipping, parcel: Parcel): Promise<BookedShipment> {
  return doOnce({ ...shipmentOf(shipping, parcel.orderId), act: () => shipping.carrier.book(parcel) });
}

/** Cancels an order's shipment, once, if there is one. */
export function cancel(shipping: Shipping, orderId: string): Promise<"undone" | "never done"> {
  return undoOnce(shipmentOf(shipping, orderId));
}

function shipmentOf({ store, carrier }: Shipping, orderId: string): Omit<Once<BookedShipment>, "act"> {
  return { store, key: `shipment#${orderId}`, result: shipmentSchema, reverse: () => carrier.cancel(orderId) };
}
