import { isObject } from "../../../asl/views/values.js";

/** What stands in place of a value that looks like a secret. */
export const looksSecret = "(looks like a secret)";

const secretName = /(secret|passw(or)?d|passphrase|token|api_?key|private_?key|access_?key|credentials?)$/i;

/** Values that are secrets by their form: keys of AWS, GitHub, Slack and Stripe, private keys in PEM. */
const secretForm =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abpr]-|\b[sr]k_live_/;

/** A text that is nothing but one reference: `{shop_password}`. */
const isReference = (text: string) => /^\{[^{}]*\}$/.test(text);

/** A value as it may be shown, with secrets masked: by their form anywhere, by their name among a function's variables. */
export function withoutSecrets(value: unknown, path = ""): unknown {
  if (typeof value === "string") {
    const isNamed = /(^|\.)variables\.[^.]+$/.test(path) && secretName.test(path);
    return (isNamed && value !== "" && !isReference(value)) || secretForm.test(value) ? looksSecret : value;
  }
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, path));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, `${path}.${key}`)]),
  );
}
