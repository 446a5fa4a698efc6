import * as v from "valibot";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { type Purchase, simulatedFraudCheck } from "./fraud-check.js";
import { orderIdSchema } from "./order.js";
import { Unavailable } from "./unavailable.js";

const inputSchema = v.object({
  orderId: orderIdSchema,
  total: v.number(),
  cardToken: v.string(),
  country: v.string(),
});

/** The judgement of a purchase that may go on; 0 is no risk and 100 the highest. */
export interface FraudCheckPassed {
  readonly risk: number;
}

/** The purchase is too risky to deliver. */
const FraudSuspected = defineError("FraudSuspected");

/** From this risk on an order is not delivered. */
const TOO_RISKY = 75;

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
