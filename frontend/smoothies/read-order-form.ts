import type { FieldError } from "../common/problem.js";

/** What stands in the form. */
export interface FormValues {
  /** The chosen smoothie, if any. */
  readonly smoothie: string | undefined;
  /** As typed. */
  readonly customer: string;
  /** Whether there is something to choose from. */
  readonly hasMenu: boolean;
}

/** The body of `POST api/orders`. */
export interface OrderRequest {
  readonly smoothie: string;
  readonly customer?: string;
}

/** The form's fields under the names that the API gives them. */
export type Field = "smoothie" | "customer";

/** The order that a filled-in form means, or what is missing. The API has the last word on each field. */
export function readOrderForm({
  smoothie,
  customer,
  hasMenu,
}: FormValues):
  | { readonly request: OrderRequest }
  | { readonly errors: readonly (FieldError & { readonly field: Field })[] } {
  const name = customer.trim();
  const errors: (FieldError & { field: Field })[] = [];
  if (smoothie === undefined) {
    const message = hasMenu ? "Choose a smoothie." : "There is nothing to choose from until the kitchen answers.";
    errors.push({ field: "smoothie", message });
  }
  if (name.length > LONGEST_NAME) {
    errors.push({ field: "customer", message: `Write at most ${LONGEST_NAME} characters.` });
  }
  if (smoothie === undefined || errors.length > 0) return { errors };
  return { request: { smoothie, ...(name === "" ? {} : { customer: name }) } };
}

const LONGEST_NAME = 60;
