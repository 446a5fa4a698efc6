import { field, isObject } from "../../../asl/views/values.js";
import { entryOf } from "./entry.js";
import { nameOf } from "./foretold.js";
import { definitionOf } from "./machines.js";
import { referencesIn } from "./references.js";
import type { Resource, Stack } from "./stack.js";
import { say, type Words } from "./words.js";

/** What calls functions, and as what a reader knows it. */
const callers: Readonly<Record<string, string>> = {
  aws_sfn_state_machine: "the state machine",
  aws_apigatewayv2_integration: "the API integration",
  aws_cloudwatch_event_target: "the event target",
  aws_lambda_event_source_mapping: "the event source mapping",
  aws_iot_topic_rule: "the topic rule",
};

function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const inner of value) yield* strings(inner);
  else if (isObject(value)) for (const inner of Object.values(value)) yield* strings(inner);
}

function doesCall(caller: Resource, called: Resource): boolean {
  if (referencesIn(caller.config).has(called.address)) return true;
  if (caller.type !== "aws_sfn_state_machine") return false;
  const name = nameOf(called);
  const named = (text: string) => text === name || text.split(":function:")[1]?.split(":")[0] === name;
  return [...strings(field({ definition: definitionOf(caller) }, "definition"))].some(named);
}

/** Who calls a function in a stack. */
export function callersOf(stack: Stack, called: Resource): readonly Words[] {
  return [...stack.resources.values()]
    .filter(({ type }) => entryOf(callers, type) !== undefined)
    .filter((caller) => doesCall(caller, called))
    .map((caller) => say`${[entryOf(callers, caller.type) ?? ""]} ${nameOf(caller)}`);
}
