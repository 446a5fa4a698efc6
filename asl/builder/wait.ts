import type { Duration } from "./duration.js";
import { type Arg, type Expression, toExpression } from "./expression.js";
import type { WaitStep } from "./steps.js";

/** Waits until a time given as data. Made by `until` and `forSeconds`. */
export interface WaitTarget {
  readonly kind: "waitTarget";
  readonly wait: WaitStep["wait"];
}

/**
 * Until a time, as RFC 3339 text with `T` and `Z` or an offset, such as `2026-12-24T18:00:00Z`; a time that is past goes on at once.
 */
export function until(timestamp: Arg<string>): WaitTarget {
  return { kind: "waitTarget", wait: { timestamp: toExpression(timestamp, "timestamp") } };
}

/** For a number of seconds that the data gives. */
export function forSeconds(count: Arg<number>): WaitTarget {
  return { kind: "waitTarget", wait: { seconds: toExpression(count, "seconds") } };
}

/** The plain data of what a Wait state waits for. */
export function toWait(target: Duration | WaitTarget): WaitStep["wait"] {
  return target.kind === "duration" ? { seconds: literalSeconds(target) } : target.wait;
}

/** A duration as an expression. */
export function literalSeconds(duration: Duration): Expression {
  return { kind: "literal", value: duration.seconds };
}
