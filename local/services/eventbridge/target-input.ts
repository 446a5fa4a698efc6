import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json } from "../../../asl/spec/index.js";
import { type BusEvent, blocks, isObject, type Resource } from "../../service.js";
import { optionalText } from "../resource-attributes.js";
import { compileEventPath } from "./event-path.js";

/** The rule on whose behalf an event is given to a target. */
export interface MatchedBy {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge got the event, RFC 3339. */
  readonly ingestionTime: string;
}

/** What a target gets of an event, as text. */
export type TargetInput = (event: BusEvent, by: MatchedBy) => string;

/**
 * Reads what an `aws_cloudwatch_event_target` wants to get: the whole event, or by `input`, `input_path` or
 * `input_transformer` something else.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * @throws Error that names the argument
 */
export function readTargetInput(resource: Resource): TargetInput {
  const input = optionalText(resource, "input");
  const path = optionalText(resource, "input_path");
  const [transformer] = blocks(resource.attributes.input_transformer);
  if ([input, path, transformer].filter((one) => one !== undefined).length > 1) {
    throw new Error("Only one of 'input', 'input_path' and 'input_transformer' may be set.");
  }
  if (input !== undefined) {
    if (parseJson(input) === undefined)
      throw new Error("'input' is not JSON text; write jsonencode(...) of the value.");
    return () => input;
  }
  if (path !== undefined) {
    const find = compileEventPath(path);
    return (event) => {
      const found = find(asJson(event));
      return JSON.stringify(found === undefined ? {} : found);
    };
  }
  if (transformer === undefined) return (event) => JSON.stringify(event);
  const { input_template: template, input_paths: paths = {} } = transformer;
  if (typeof template !== "string") throw new Error("'input_transformer.input_template' is missing.");
  if (!isObject(paths)) throw new Error("'input_transformer.input_paths' must be a map.");
  return transform(template, paths);
}

function transform(template: string, paths: Readonly<Record<string, Json>>): TargetInput {
  const variables = Object.entries(paths).map(([name, path]) => {
    if (name.startsWith("aws.") || typeof path !== "string") throw new Error(`'input_paths.${name}' is not possible.`);
    return [name, compileEventPath(path)] as const;
  });
  const known = new Set([...Object.keys(paths), ...predefined]);
  const used = [...template.matchAll(/<([\w.-]+)>/gu)].map((match) => match[1] ?? "");
  const unknown = used.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`'input_template' has <${unknown[0]}>, which 'input_paths' does not define.`);
  if (!isTemplateOfJson(fill(template, () => "x"))) {
    throw new Error("'input_template' must be a JSON object or texts in quotes, once its variables have values.");
  }
  return (event, by) => {
    const values = new Map<string, Json | undefined>([
      ...variables.map(([name, find]) => [name, find(asJson(event))] as const),
      ["aws.events.rule-arn", by.ruleArn],
      ["aws.events.rule-name", by.ruleName],
      ["aws.events.event.ingestion-time", by.ingestionTime],
      ["aws.events.event", asJson({ ...event, detail: undefined })],
      ["aws.events.event.json", asJson(event)],
    ]);
    return compact(fill(template, (name) => values.get(name)));
  };
}

const predefined = [
  ...["aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time"],
  ...["aws.events.event", "aws.events.event.json"],
];

/** Puts the values in: as JSON, and inside of quotes as the text alone. A value that is not there is an empty text. */
function fill(template: string, find: (name: string) => Json | undefined): string {
  let inText = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gsu, (match, name: string | undefined) => {
    if (match === '"') inText = !inText;
    if (name === undefined) return match;
    const found = find(name);
    const value = found === undefined ? "" : found;
    if (!inText) return JSON.stringify(value);
    return JSON.stringify(typeof value === "string" ? value : JSON.stringify(value)).slice(1, -1);
  });
}

/** A template of several lines may have a text in each. */
function isTemplateOfJson(text: string): boolean {
  return parseJson(text) !== undefined || text.split("\n").every((line) => parseJson(line) !== undefined);
}

/** Without the template's own white space, as EventBridge sends it. */
function compact(text: string): string {
  const value = parseJson(text);
  return value === undefined ? text : JSON.stringify(value);
}

/** The event as plain JSON: without fields that are undefined. */
function asJson(event: object): Json {
  const copy: Json = JSON.parse(JSON.stringify(event));
  return copy;
}
