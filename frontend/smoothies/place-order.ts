import type { IdempotencyKeys } from "../common/idempotency-key.js";
import type { FieldError } from "../common/problem.js";
import type { KitchenApi } from "./kitchen-api.js";
import type { Order } from "./order.js";
import { orderProblemText } from "./problem-text.js";
import { type FormValues, readOrderForm } from "./read-order-form.js";

/** What ordering needs. Its own words for the form, which no test without a browser has. */
export interface OrderingOptions {
  readonly api: Pick<KitchenApi, "order">;
  readonly form: {
    values(): FormValues;
    setBusy(busy: boolean): void;
    isBusy(): boolean;
    showErrors(errors: readonly FieldError[], general?: string): void;
    clearErrors(): void;
  };
  readonly keys: IdempotencyKeys;
  readonly now: () => number;
  readonly isOnline: () => boolean;
  readonly onOrdered: (orderId: string, order: Order) => void;
}

/** Makes the action of the form's button: reads the form, orders, and shows how it went. A second click waits for the first. */
export function createOrdering({ api, form, keys, now, isOnline, onOrdered }: OrderingOptions): () => Promise<void> {
  return async () => {
    if (form.isBusy()) return;
    const read = readOrderForm(form.values());
    if ("errors" in read) return form.showErrors(read.errors);
    form.clearErrors();
    form.setBusy(true);
    const outcome = await api.order(read.request, keys.keyFor(JSON.stringify(read.request)));
    form.setBusy(false);
    if (!outcome.ok) {
      const { problem } = outcome;
      // The key belongs to another order by now: the next attempt needs a new one.
      if (problem.status === 409) keys.useUp();
      const ofFields = problem.status === 400 && problem.errors.length > 0;
      return ofFields ? form.showErrors(problem.errors) : form.showErrors([], orderProblemText(problem, isOnline()));
    }
    keys.useUp();
    const at = now();
    onOrdered(outcome.value.orderId, { ...read.request, status: "queued", createdAt: at, updatedAt: at });
  };
}
