import type { FieldError, Problem } from "../common/http.js";
import { commonProblems } from "../common/problems.js";

/** Everything that the checkout's API can refuse with. */
export const checkoutProblems = {
  ...commonProblems,
  invalidRequest: (errors: readonly FieldError[]) => ({
    status: 400,
    code: "InvalidRequest",
    title: "The order cannot be taken as it is",
    detail: "Nothing was ordered. Mend what is named in errors, and send it again.",
    errors,
  }),
  recipientNotAllowed: () => ({
    status: 403,
    code: "RecipientNotAllowed",
    title: "This address may not be written to",
    detail: "Nothing was ordered. The shop's e-mails go to addresses on its list of allowed recipients only.",
    errors: [{ field: "customer.email", message: "This address is not on the list." }],
  }),
  orderIdTaken: () => ({
    status: 409,
    code: "OrderIdTaken",
    title: "Another order has this id",
    detail: "Nothing was ordered. Use a new orderId, or leave it out.",
    errors: [{ field: "orderId", message: "This id belongs to another order." }],
  }),
  notFound: () => commonProblems.notFound("There is no such order or address."),
  busy: () => commonProblems.busy("orderId"),
  internalError: () => commonProblems.internalError("orderId"),
} as const satisfies Record<string, (...details: never[]) => Problem>;
