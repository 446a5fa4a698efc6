import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { JsonApiError, serializationException } from "../aws-json.js";
import { busName, defaultBus, type Rule } from "./rule.js";

/** The rules of each bus, by the names of both. */
export type Buses = ReadonlyMap<string, ReadonlyMap<string, Rule>>;

const mostRules = 100;

/** `ListRules` of a bus, by name. */
export function listRules(buses: Buses, input: JsonObject): Json {
  const bus = busName(text(input, "EventBusName") ?? defaultBus);
  const limit = input.Limit ?? mostRules;
  if (typeof limit !== "number" || !Number.isInteger(limit)) throw new JsonApiError(serializationException);
  if (limit < 1 || limit > mostRules) {
    throw violation(
      `Value '${limit}' at 'limit'`,
      `have value ${limit < 1 ? "greater than or equal to 1" : "less than or equal to 100"}`,
    );
  }
  const rules = buses.get(bus);
  if (rules === undefined) throw notFound(`Event bus ${bus} does not exist.`);
  const prefix = text(input, "NamePrefix") ?? "";
  const last = Buffer.from(text(input, "NextToken") ?? "", "base64url").toString();
  const rest = [...rules.values()]
    .filter(({ name }) => name.startsWith(prefix) && name > last)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = rest.slice(0, limit);
  const next = page.length < rest.length ? page.at(-1) : undefined;
  return {
    Rules: page.map(describeRule),
    ...(next && { NextToken: Buffer.from(next.name).toString("base64url") }),
  };
}

/** The rule that `EnableRule` or `DisableRule` names. */
export function requestedRule(buses: Buses, input: JsonObject): Rule {
  const name = text(input, "Name");
  if (name === undefined) throw violation("Value null at 'name'", "not be null");
  return findRule(buses, busName(text(input, "EventBusName") ?? defaultBus), name);
}

/**
 * A rule by its name.
 *
 * @throws JsonApiError `ResourceNotFoundException`
 */
export function findRule(buses: Buses, bus: string, name: string): Rule {
  const rule = buses.get(bus)?.get(name);
  if (rule !== undefined) return rule;
  throw notFound(`Rule ${name} does not exist on EventBus ${bus}.`);
}

/** The refusal of a request that breaks its model's constraints. */
export function violation(what: string, constraint: string): JsonApiError {
  return invalid(`1 validation error detected: ${what} failed to satisfy constraint: Member must ${constraint}`);
}

/** A request that is refused as a whole. */
export function invalid(message: string): JsonApiError {
  return new JsonApiError("com.amazonaws.events#ValidationException", message);
}

function notFound(message: string): JsonApiError {
  return new JsonApiError("com.amazonaws.events#ResourceNotFoundException", message);
}

function describeRule(rule: Rule): JsonObject {
  return {
    Name: rule.name,
    Arn: rule.arn,
    ...(rule.pattern && { EventPattern: rule.pattern.text }),
    State: rule.enabled ? "ENABLED" : "DISABLED",
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.schedule && { ScheduleExpression: rule.schedule.text }),
    EventBusName: rule.bus,
  };
}

function text(input: JsonObject, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new JsonApiError(serializationException);
}
