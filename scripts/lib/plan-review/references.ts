import { isObject } from "../../../asl/views/values.js";
import type { Stack } from "./stack.js";

const reference = /(?<![\w.-])(?:data\.)?(aws_[a-z0-9_]+\.[A-Za-z0-9_-]+)/g;

/** Addresses of resources that stand in the template expressions of a value, at any depth. */
export function referencesIn(value: unknown): ReadonlySet<string> {
  if (typeof value === "string") {
    const expressions = value.match(/(?<!\$)\$\{[^}]*\}/g) ?? [];
    return new Set(expressions.flatMap((text) => [...text.matchAll(reference)].map(([, address]) => address ?? "")));
  }
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((inner) => [...referencesIn(inner)]));
}

/** A value with the resources that its template expressions name under their new addresses. */
export function renamedReferences(value: unknown, addresses: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") {
    return value.replace(/(?<!\$)\$\{[^}]*\}/g, (expression) =>
      expression.replace(reference, (text, address: string) => {
        const renamed = text.startsWith("data.") ? undefined : addresses.get(address);
        return renamed ?? text;
      }),
    );
  }
  if (Array.isArray(value)) return value.map((one) => renamedReferences(one, addresses));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamedReferences(inner, addresses)]));
}

/** Adds to some resources all those that refer to them, directly or by way of others: a change may reach them. */
export function withDependents(stack: Stack, addresses: Iterable<string>): ReadonlySet<string> {
  const references = [...stack.resources.values()].map(
    ({ address, config }) => [address, referencesIn(config)] as const,
  );
  const reached = new Set(addresses);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const [address, targets] of references) {
      if ([...targets].some((target) => reached.has(target))) reached.add(address);
    }
  }
  return reached;
}
