import { fieldChanges } from "../../../asl/views/diff/fields.js";
import { asList, canonical, isObject } from "../../../asl/views/values.js";
import type { FieldDelta } from "./model.js";
import { withoutSecrets } from "./secrets.js";
import { embeddedJson, readableValue } from "./symbols.js";

/** Lists of a policy whose order means nothing. */
const unordered: ReadonlySet<string> = new Set(["Action", "NotAction", "Resource", "NotResource", "Statement"]);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (!unordered.has(name)) return [name, sorted(inner)];
      const items = (Array.isArray(inner) ? inner : [inner]).map(sorted);
      return [name, items.sort((one, other) => (canonical(one) < canonical(other) ? -1 : 1))];
    }),
  );
}

function isPolicy(value: unknown): boolean {
  return isObject(value) && asList(value.Statement).some((statement) => isObject(statement) && "Effect" in statement);
}

/** Symbols in place of references, and JSON inside strings read: so neither key order nor whitespace in it is a difference. */
function comparable(value: unknown): unknown {
  const embedded = embeddedJson(value);
  if (embedded !== undefined) return isPolicy(embedded) ? sorted(embedded) : embedded;
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return readableValue(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, comparable(inner)]));
}

/** A path as Terraform writes it: `/cors_configuration/0/allow_origins` is `cors_configuration[0].allow_origins`. */
export function terraformPath(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}

/** A difference whose values may be shown. */
export function withMasks({ path, ...values }: FieldDelta): FieldDelta {
  return {
    path,
    ...Object.fromEntries(Object.entries(values).map(([side, value]) => [side, withoutSecrets(value, path)])),
  };
}

/** The arguments in which two configurations differ, each with the smallest part that does. */
export function configDeltas(before: unknown, after: unknown): FieldDelta[] {
  return fieldChanges(comparable(before), comparable(after)).map(({ path, topic: _, follows: __, ...values }) => ({
    ...withMasks({ path: terraformPath(path), ...values }),
  }));
}
