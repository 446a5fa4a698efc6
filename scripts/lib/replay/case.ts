import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { mocksFrom } from "./mocks.js";
import { list, object } from "./question.js";

/** Something recorded on AWS. The corpus's own README describes the format. */
export interface RecordedCase {
  readonly file: string;
  readonly id: string;
  readonly kind: string;
  readonly json: JsonObject;
  /** The recorded events; undefined where only the result was recorded. */
  readonly history: readonly JsonObject[] | undefined;
  readonly outcome: JsonObject;
  readonly expected: JsonObject;
  /** Words that the recording shows in place of values. */
  readonly masks: readonly string[];
  /** Query language, state types and features. */
  readonly tags: readonly string[];
}

/** Reads the cases of a folder: of its `cases` folder, where there is one. */
export function readCases(folder: string): RecordedCase[] {
  const hasCases = readdirSync(folder).includes("cases");
  const cases = hasCases ? join(folder, "cases") : folder;
  return readdirSync(cases)
    .filter((file) => file.endsWith(".json") && file !== "index.json")
    .sort()
    .map((file) => {
      const json = parseJson(readFileSync(join(cases, file), "utf8"));
      if (!isObject(json)) throw new Error(`${join(cases, file)} must hold a JSON object.`);
      return readCase(file, json);
    });
}

/** Whether a JSON value is a recorded case. */
export const isCase = (json: JsonObject): boolean => typeof json.kind === "string" && isObject(json.tags);

/** Reads one case. */
export function readCase(file: string, json: JsonObject): RecordedCase {
  const { history, outcome, masks, tags, expected } = json;
  const { queryLanguage, stateTypes, features } = object(tags);
  return {
    file,
    id: String(json.id),
    kind: String(json.kind),
    json,
    history: Array.isArray(history) ? history.map(object) : undefined,
    outcome: object(outcome),
    expected: object(expected),
    masks: list(masks).map((mask) => String(object(mask).shown)),
    tags: [
      ...(typeof queryLanguage === "string" ? [`language:${queryLanguage}`] : []),
      ...list(stateTypes).map((type) => `state:${type}`),
      ...list(features).map(String),
    ],
  };
}

/** The question that a case is: all of it but the answer. Nothing of the recorded history but what its tasks answered is in it. */
export function questionOf({ file, json, history }: RecordedCase): JsonObject {
  const { id = null, kind = null, type = null, definition = null, input = null } = json;
  const { context = {}, setup = {}, request = null } = json;
  const mocks = mocksFrom(history ?? []);
  return { hash: file.replace(".json", ""), id, kind, type, definition, input, context, setup, request, mocks };
}

/** The test function that a case comes from; many cases are variants of one. */
export const testOf = ({ id }: RecordedCase): string => id.replace(/[[#].*$/s, "");
