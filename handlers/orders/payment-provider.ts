import { defineError } from "../common/define-error.js";
import { Unavailable } from "./unavailable.js";

/** A card's number, taken by the provider: what a shop may keep instead of it. */
export interface TakenCard {
  /** Stands for the card at this provider and nowhere else. */
  readonly token: string;
  readonly lastFour: string;
}

/** What came of a charge. */
export type ChargeResult =
  | { readonly status: "charged"; readonly chargeId: string }
  | { readonly status: "declined"; readonly reason: string };

/** A charge asked for. `amount` is in cents. */
export interface Charge {
  /** The idempotency key: there is one charge a key, however often it is asked for. */
  readonly key: string;
  readonly token: string;
  readonly amount: number;
}

/** Who moves the money. To use a real provider, replace `simulatedPayments` below by its client. */
export interface PaymentProvider {
  /** Takes a card's number. With a real provider the customer's browser sends it there, and no server of the shop sees it. */
  takeCard(number: string): TakenCard | undefined;
  /** Charges a card. Throws Unavailable when the provider did not answer: it may have charged. */
  charge(charge: Charge): Promise<ChargeResult>;
  /** Gives back what was charged under a key, if anything was, once. Throws Unavailable or RefundRefused. */
  refund(charge: Charge): Promise<void>;
}

/** The provider refuses to give the money back: a person has to. */
export const RefundRefused = defineError("RefundRefused");

/** The cards that the simulated provider knows, and what happens with each. No real card has one of these numbers. */
export const testCards = {
  "4242424242424242": "tok_approved",
  "4000000000000002": "tok_declined",
  "4000000000000119": "tok_no_answer",
  "4000000000005126": "tok_no_refund",
  "4100000000000019": "tok_risky",
} as const satisfies Readonly<Record<string, `tok_${string}`>>;

/** A provider that decides by the card: `testCards` are all it takes. */
export const simulatedPayments: PaymentProvider = {
  takeCard: (number) => {
    const digits = number.replaceAll(/[ -]/g, "");
    const token = new Map<string, string>(Object.entries(testCards)).get(digits);
    return token === undefined ? undefined : { token, lastFour: digits.slice(-4) };
  },
  charge: async ({ key, token }) => {
    if (token === "tok_no_answer") throw new Unavailable("The payment provider did not answer.");
    if (token === "tok_declined") return { status: "declined", reason: "card_declined" };
    return { status: "charged", chargeId: `ch_${key}` };
  },
  refund: async ({ token }) => {
    if (token === "tok_no_refund") throw new RefundRefused("The payment provider does not refund this card.");
  },
};
