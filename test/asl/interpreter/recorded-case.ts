import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";

/** An execution recorded on AWS. The format is described in the corpus's own README. */
export interface RecordedCase {
  readonly file: string;
  readonly id: string;
  readonly definition: Json;
  readonly input: Json;
  readonly context: Readonly<Record<string, string>>;
  readonly history: readonly JsonObject[] | undefined;
  readonly outcome: JsonObject;
  /** The handlers of the functions that the run called; needed where no history tells their results. */
  readonly handlers: readonly string[];
  /** Words that the recording shows in place of values. */
  readonly masks: readonly string[];
  readonly queryLanguage: string;
}

/** Reads the recorded executions of the corpus. */
export function readRecordedCases(folder: string): RecordedCase[] {
  const cases = join(folder, "cases");
  return readdirSync(cases)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => {
      const json: JsonObject = JSON.parse(readFileSync(join(cases, file), "utf8"));
      return json.kind === "execution" ? [toCase(file, json)] : [];
    });
}

function toCase(file: string, json: JsonObject): RecordedCase {
  const { id, definition = null, input = null, context, history, outcome, masks, tags, setup } = json;
  const { lambdas } = object(setup);
  return {
    file,
    id: String(id),
    definition,
    input,
    context: Object.fromEntries(Object.entries(object(context)).map(([name, value]) => [name, String(value)])),
    history: Array.isArray(history) ? history.map(object) : undefined,
    outcome: object(outcome),
    handlers: Array.isArray(lambdas) ? lambdas.map((lambda) => String(object(lambda).handler)) : [],
    masks: Array.isArray(masks) ? masks.map((mask) => String(object(mask).shown)) : [],
    queryLanguage: String(object(tags).queryLanguage),
  };
}

/** A value as an object; an empty one when it is none. */
export function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
