import type { Json } from "../spec/index.js";

/** The largest input, output, result or set of variables: 256 KiB of UTF-8. Source: AWS Step Functions service quotas. */
export const payloadLimit = 262_144;

/** Whether a value's JSON text is longer than a limit in bytes of UTF-8. */
export function exceeds(value: Json, limit = payloadLimit): boolean {
  // A cheap upper bound decides nearly always; the exact text is made only for what comes near the limit.
  return upperBound(value, 0, limit) > limit && Buffer.byteLength(JSON.stringify(value)) > limit;
}

/** At least as many bytes as the JSON text has; stops counting past the limit. */
export function upperBound(value: Json, start: number, limit: number): number {
  if (typeof value === "string") return start + 2 + 6 * value.length;
  if (typeof value !== "object" || value === null) return start + 25;
  let sum = start + 2;
  if (isList(value)) {
    for (const item of value) {
      sum = upperBound(item, sum + 1, limit);
      if (sum > limit) return sum;
    }
    return sum;
  }
  for (const key in value) {
    sum = upperBound(value[key] ?? null, sum + 4 + 6 * key.length, limit);
    if (sum > limit) return sum;
  }
  return sum;
}

/** `Array.isArray` that keeps the read-only element type. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
