import { defineError } from "../common/define-error.js";
import type { Address } from "./order.js";
import { Unavailable } from "./unavailable.js";

/** A parcel to be carried. */
export interface Parcel {
  /** The idempotency key: there is one shipment an order, however often it is asked for. */
  readonly orderId: string;
  readonly weightGrams: number;
  readonly shipTo: Address;
}

/** A shipment that the carrier has accepted. */
export interface Shipment {
  readonly trackingNumber: string;
}

/** Who carries parcels. To use a real carrier, replace `simulatedCarrier` below by its client. */
export interface Carrier {
  /** Books a shipment. Throws ShippingRefused, or Unavailable when there was no answer. */
  book(parcel: Parcel): Promise<Shipment>;
  /** Cancels an order's shipment, if there is one. Throws Unavailable when there was no answer. */
  cancel(orderId: string): Promise<void>;
}

/** The carrier does not go there. */
export const ShippingRefused = defineError("ShippingRefused");

/** Goes everywhere but to Antarctica (`AQ`), and never answers about parcels to Bouvet Island (`BV`). */
export const simulatedCarrier: Carrier = {
  book: async ({ orderId, shipTo }) => {
    if (shipTo.country === "AQ") throw new ShippingRefused("The carrier does not go to AQ.");
    if (shipTo.country === "BV") throw new Unavailable("The carrier did not answer.");
    return { trackingNumber: `TRACK-${orderId}` };
  },
  cancel: async () => {},
};
