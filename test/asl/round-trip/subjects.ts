import { bucket, invoke, lambda, role } from "../../../asl/index.js";

interface Handler<Input, Output, ErrorName extends string> {
  (event: Input): Promise<Output>;
  readonly errors: readonly ErrorName[];
}

/** The input of every program here. */
export interface Order {
  readonly orderId: string;
  readonly total: number;
  readonly due: string;
  readonly roleArn: string;
  readonly limit: number;
  readonly size: "small" | "large";
  readonly lines: readonly { readonly sku: string; readonly count: number }[];
  readonly prices: { readonly [sku: string]: number };
}

/** A function that may fail with `CardLost`. */
export const pay =
  lambda<Handler<{ orderId: string; amount: number }, { id: string; status: "paid" | "declined" }, "CardLost">>("pay");

/** A role of another account. */
export const tenant = role("tenant");

export const files = bucket("files");

/** Pays a fixed order. */
export const payOne = () => invoke(pay, { orderId: "1", amount: 1 });

/** What the programs' resources are bound to, and the golden files show. */
export const bindings = {
  lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  role: (name: string) => `arn:aws:iam::999999999999:role/${name}`,
  bucket: (name: string) => ({ arn: `arn:aws:s3:::${name}`, name }),
};
