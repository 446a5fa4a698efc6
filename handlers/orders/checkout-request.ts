import * as v from "valibot";
import type { FieldError } from "../common/http.js";
import { parseJson } from "../common/parse-json.js";
import { catalogue } from "./catalogue.js";
import { addressSchema, customerSchema, type Order, type OrderLine, orderIdSchema, orderLineSchema } from "./order.js";
import type { PaymentProvider } from "./payment-provider.js";

const requestSchema = v.strictObject({
  orderId: v.optional(orderIdSchema),
  customer: v.strictObject(customerSchema.entries),
  shipTo: v.strictObject(addressSchema.entries),
  lines: v.pipe(v.array(v.strictObject(orderLineSchema.entries)), v.minLength(1), v.maxLength(40)),
  card: v.pipe(v.string(), v.maxLength(40)),
});

/** A checkout read, or everything that is wrong with it. */
export type ParsedCheckout = { readonly order: Order } | { readonly errors: readonly FieldError[] };

/**
 * Reads the body of `POST /api/checkout`. The card's number goes no further than this: the order has its token and last digits.
 *
 * @param newId makes an id for an order that brings none
 */
export function parseCheckout(body: Uint8Array, provider: PaymentProvider, newId: () => string): ParsedCheckout {
  const parsed = v.safeParse(requestSchema, parseJson(body));
  if (!parsed.success) {
    // Valibot's own words quote what it got, which may be the number of a card.
    const messages = new Map(parsed.issues.map((issue) => [v.getDotPath(issue) ?? "body", messageFor(issue)]));
    return { errors: [...messages].map(([field, message]) => ({ field, message })) };
  }
  const { card: number, orderId = newId(), customer, shipTo, lines } = parsed.output;
  const unknown = lines.flatMap(({ sku }, index) => (catalogue.has(sku) ? [] : [index]));
  const card = provider.takeCard(number);
  const errors = [
    ...unknown.map((index) => ({ field: `lines.${index}.sku`, message: `There is no such product: use ${skus()}.` })),
    ...(card ? [] : [{ field: "card", message: "This shop takes its test cards only: docs/orders.md lists them." }]),
  ];
  if (errors.length > 0 || !card) return { errors };
  return { order: { version: 1, orderId, customer, shipTo, lines, total: totalOf(lines), card } };
}

const line = "Name 1 to 40 lines, each with a sku and a quantity from 1 to 1,000.";
const text = "Write 1 to 200 characters.";
const messages: ReadonlyMap<string, string> = new Map([
  ["body", "The body must be a JSON object in UTF-8 with customer, shipTo, lines and card."],
  ["orderId", "Use 1 to 64 letters, digits, hyphens and underscores."],
  ["customer", "Say who orders: an object with name and email."],
  ["customer.name", text],
  ["customer.email", "Write one e-mail address, such as name@example.com."],
  ["shipTo", "Say where it goes: an object with street, postcode, city and country."],
  ["shipTo.street", text],
  ["shipTo.postcode", text],
  ["shipTo.city", text],
  ["shipTo.country", "Write the country's two capital letters, such as DE."],
  ["card", "Write the number of a test card as text."],
]);

/** What is wrong with a field, in words for whoever sent it. */
function messageFor(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? "body";
  if (issue.type === "strict_object" && issue.expected === "never") return "There is no such field here.";
  return messages.get(path) ?? line;
}

function skus(): string {
  return [...catalogue.keys()].join(", ");
}

function totalOf(lines: readonly OrderLine[]): number {
  return lines.reduce((total, { sku, quantity }) => total + (catalogue.get(sku)?.price ?? 0) * quantity, 0);
}
