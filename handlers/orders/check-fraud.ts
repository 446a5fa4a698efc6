import * as v from "valibot";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { orderIdSchema } from "./order.js";
import { Unavailable } from "./unavailable.js";

const inputSchema = v.object({
  orderId: orderIdSchema,
  /** In cents. */
  total: v.number(),
  cardToken: v.string(),
  country: v.string(),
});

/** What a fraud check looks at. */
export type Purchase = v.InferOutput<typeof inputSchema>;

/** The judgement of a purchase that may go on; 0 is no risk and 100 the highest. */
export interface FraudCheckPassed {
  readonly risk: number;
}

/** Who judges a purchase. To use a real service, replace `simulatedFraudCheck` below by its client. */
interface FraudCheck {
  /** From 0 (no risk) to 100. Throws Unavailable when there was no answer. */
  riskOf(purchase: Purchase): Promise<number>;
}

/** The purchase is too risky to deliver. */
const FraudSuspected = defineError("FraudSuspected");

/** From 1,000.00 on an order is looked at, in cents. */
const LARGE_ORDER = 100_000;

/** From this risk on an order is not delivered. */
const TOO_RISKY = 75;

/** Finds the card `4100 0000 0000 0019` and orders of 1,000.00 and more risky, and no others. */
const simulatedFraudCheck: FraudCheck = {
  riskOf: async ({ total, cardToken }) => {
    if (cardToken === "tok_risky") return 95;
    return total >= LARGE_ORDER ? 80 : 5;
  },
};

/** Judges a purchase, and fails with FraudSuspected when it is too risky. */
export const handler: TaskHandler<Purchase, FraudCheckPassed, "FraudSuspected" | "Unavailable"> = defineHandler({
  input: inputSchema,
  errors: [FraudSuspected, Unavailable],
  run: async (purchase) => {
    const risk = await simulatedFraudCheck.riskOf(purchase);
    if (risk >= TOO_RISKY) throw new FraudSuspected(`The risk of this purchase is ${risk} of 100.`);
    return { risk };
  },
});
