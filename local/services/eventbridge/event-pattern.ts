import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";
import { compileTest, isOperator, type LeafTest } from "./pattern-tests.js";

/** Whether an event matches. */
export type EventPattern = (event: JsonObject) => boolean;

/** What is wanted of a value of the event; `undefined` where it has none. */
type Matcher = (value: Json | undefined) => boolean;

/**
 * Compiles an event pattern.
 *
 * Fields of one object must all match, of the values for one field any may. Where the event has a list, one of its
 * values must match, and of a list of objects one object as a whole.
 *
 * Not as in AWS: numbers are compared by value, where EventBridge tells `300` from `300.0`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 * @throws Error that says where the pattern is wrong
 * @example
 * compileEventPattern('{"source": ["shop"], "detail": {"total": [{"numeric": [">", 100]}]}}');
 */
export function compileEventPattern(text: string): EventPattern {
  const pattern = parseJson(text);
  if (!isObject(pattern)) throw new Error("The event pattern is not a JSON object.");
  return compileObject(pattern, "");
}

function compileObject(pattern: JsonObject, path: string): Matcher {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid(path, "an object here needs at least one field");
  const fields = entries.map(([key, value]): Matcher => {
    const place = path === "" ? key : `${path}.${key}`;
    if (key === "$or" && isAlternatives(value)) {
      const alternatives = value.map((one, index) => compileObject(one, `${place}[${index}]`));
      return (object) => alternatives.some((matches) => matches(object));
    }
    const matches = compileField(value, place);
    return (object) => matches(isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined);
  });
  const matchesAll: Matcher = (object) => fields.every((matches) => matches(object));
  return (value) => (Array.isArray(value) && value.length > 0 ? elements(value).some(matchesAll) : matchesAll(value));
}

function compileField(value: Json, place: string): Matcher {
  if (isObject(value)) return compileObject(value, place);
  if (!Array.isArray(value)) throw invalid(place, `${JSON.stringify(value)} must stand in a list`);
  if (value.length === 0) throw invalid(place, "the list is empty, so that nothing would match");
  const tests = value.map((test): LeafTest => {
    try {
      return compileTest(test);
    } catch (error) {
      throw invalid(place, error instanceof Error ? error.message : String(error));
    }
  });
  return (found) => {
    const leaves = elements(found === undefined ? [] : [found]).filter((one) => !isObject(one));
    return tests.some((test) => (leaves.length === 0 ? test(undefined) : leaves.some(test)));
  };
}

/** The values of a list, those of lists in it included. */
function elements(list: readonly Json[]): readonly Json[] {
  return list.flatMap((one) => (Array.isArray(one) ? elements(one) : [one]));
}

/** `$or` is a field's own name where its list is not one of alternatives. */
function isAlternatives(value: Json): value is JsonObject[] {
  return Array.isArray(value) && value.length > 1 && value.every((one) => isObject(one) && !isOperator(one));
}

function invalid(path: string, reason: string): Error {
  return new Error(`The event pattern is not valid${path === "" ? "" : ` at ${path}`}: ${reason}.`);
}
