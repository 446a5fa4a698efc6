import * as v from "valibot";
import type { FieldError } from "../common/http.js";
import { parseJson } from "../common/parse-json.js";
import { menu } from "./order.js";

/** An order asked for, checked: the smoothie as the menu writes it. */
export interface OrderRequest {
  readonly smoothie: (typeof menu)[number];
  readonly customer?: string;
}

/** A request read, or everything that is wrong with it. */
export type ParsedOrderRequest = { readonly request: OrderRequest } | { readonly errors: readonly FieldError[] };

const choose = `Choose from the menu: ${menu.join(", ")}.`;

const schema = v.strictObject(
  {
    smoothie: v.pipe(
      v.string(choose),
      v.transform((text) => menu.find((one) => one.toLowerCase() === text.trim().toLowerCase())),
      v.picklist(menu, choose),
    ),
    customer: v.optional(
      v.pipe(
        v.string("This must be text."),
        v.trim(),
        v.minLength(1, "Leave it out, or write a name."),
        v.maxLength(60, "Write at most 60 characters."),
        // The joiners, which \p{C} has too, are part of Persian names, for example.
        v.regex(/^[\P{C}\u200c\u200d]*$/u, "The name holds characters that cannot be printed. Take them out."),
      ),
    ),
  },
  "There is no such field here.",
);

/** Reads the body of `POST /api/orders` and checks all of it, so that a person can mend everything at once. */
export function parseOrderRequest(body: Uint8Array): ParsedOrderRequest {
  const value = parseJson(body);
  if (value === undefined) return { errors: [{ field: "body", message: "The body must be JSON in UTF-8." }] };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { errors: [{ field: "body", message: 'The body must be a JSON object, such as {"smoothie": "Mango"}.' }] };
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) {
    const errors = parsed.issues.map((issue) => ({
      field: v.getDotPath(issue) ?? "body",
      message: v.getDotPath(issue) === "smoothie" && issue.input === undefined ? choose : issue.message,
    }));
    return { errors };
  }
  const { smoothie, customer } = parsed.output;
  return { request: { smoothie, ...(customer !== undefined && { customer }) } };
}
