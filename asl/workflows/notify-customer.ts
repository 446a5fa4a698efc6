import type { handler as emailCustomer } from "../../handlers/orders/email-customer.js";
import { errors, invoke, lambda, lambdaMaybeDone, lambdaNotDone, minutes, seconds, workflow } from "../index.js";

/** What the workflow tells, and to whom. */
export interface Dispatch {
  readonly orderId: string;
  readonly email: string;
  readonly trackingNumber: string;
}

/**
 * Tells a customer that an order is on its way: a Standard execution of its own, which `orders` starts and waits for. An address that
 * takes no e-mail is not worth an order: it ends well and says so.
 */
export const notifyCustomer = workflow<Dispatch>("notify-customer", {
  comment: "Tells a customer that an order is on its way.",
  timeout: minutes(30),
})
  .do(
    "EmailDispatch",
    ({ input }) =>
      invoke(lambda<typeof emailCustomer>("email-customer"), {
        kind: "dispatched",
        orderId: input.orderId,
        email: input.email,
        trackingNumber: input.trackingNumber,
      }),
    {
      timeout: seconds(30),
      retry: [
        {
          on: [...lambdaNotDone, ...lambdaMaybeDone, errors.timeout, "Unavailable"],
          every: seconds(2),
          maxAttempts: 6,
          maxDelay: minutes(1),
          jitter: "FULL",
        },
      ],
      catch: { EmailRejected: (w) => w.succeed("NotReached", () => ({ customer: "not reached" })) },
    },
  )
  .succeed("Notified", () => ({ customer: "notified" }));
