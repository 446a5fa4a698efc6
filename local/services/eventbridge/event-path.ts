import type { Json } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";

/** Finds a value of an event; `undefined` where there is none. */
export type EventPath = (event: Json) => Json | undefined;

/**
 * Compiles a JSONPath as EventBridge knows it: dots, names with dashes and underscores, indexes and `*`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * @throws Error for anything else
 * @example
 * compileEventPath("$.detail.lines[0].sku")(event);
 */
export function compileEventPath(text: string): EventPath {
  if (!/^\$(?:\.(?:[\w/-]+|\*)|\[(?:\d+|\*)\])*$/u.test(text)) {
    throw new Error(`"${text}" is no path that EventBridge knows, such as $.detail.items[0].`);
  }
  const steps = [...text.matchAll(/\.([\w/-]+|\*)|\[(\d+|\*)\]/gu)].map((match) => match[1] ?? match[2] ?? "");
  const several = steps.includes("*");
  return (event) => {
    let found: readonly Json[] = [event];
    for (const step of steps) found = found.flatMap((value) => below(value, step));
    return several ? [...found] : found[0];
  };
}

function below(value: Json, step: string): readonly Json[] {
  if (Array.isArray(value)) return step === "*" ? value : value.slice(Number(step), Number(step) + 1);
  if (!isObject(value)) return [];
  if (step === "*") return Object.values(value);
  const field = Object.hasOwn(value, step) ? value[step] : undefined;
  return field === undefined ? [] : [field];
}
