/** What a fraud check looks at. `total` is in cents. */
export interface Purchase {
  readonly orderId: string;
  readonly total: number;
  readonly cardToken: string;
  readonly country: string;
}

/** Who judges a purchase. To use a real service, replace `simulatedFraudCheck` below by its client. */
export interface FraudCheck {
  /** From 0 (no risk) to 100. Throws `Unavailable` when there was no answer. */
  riskOf(purchase: Purchase): Promise<number>;
}

/** From 1,000.00 on an order is looked at, in cents. */
const LARGE_ORDER = 100_000;

/** Finds the card `4100 0000 0000 0019` and orders of 1,000.00 and more risky, and no others. */
export const simulatedFraudCheck: FraudCheck = {
  riskOf: async ({ total, cardToken }) => {
    if (cardToken === "tok_risky") return 95;
    return total >= LARGE_ORDER ? 80 : 5;
  },
};
