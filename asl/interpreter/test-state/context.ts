import type { Json, JsonObject } from "../../spec/index.js";
import { isObject } from "../json.js";
import { invalid } from "./refusal.js";

type Check = (value: Json) => string | undefined;

const string: Check = (value) => (typeof value === "string" ? undefined : "a string");
const number: Check = (value) => (typeof value === "number" ? undefined : "a number");
const anything: Check = () => undefined;

/** The fields that a mocked context object may have. Source: Developer Guide, "Accessing execution data from the Context object". */
const fields: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  Execution: {
    Id: string,
    Input: anything,
    Name: string,
    RoleArn: string,
    StartTime: string,
    RedriveCount: number,
    RedriveTime: string,
  },
  State: { EnteredTime: string, Name: string, RetryCount: number },
  StateMachine: { Id: string, Name: string },
  Task: { Token: string },
};

/** Checks a mocked context object. Throws a {@link TestStateRefusal} in the words recorded on AWS. */
export function checkContext(context: JsonObject): void {
  for (const [name, value] of Object.entries(context)) {
    if (name === "Map") throw problem("'Map' field is not supported when mocking a Context object");
    const inner = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (inner === undefined) throw problem(`Field '${name}' is not allowed`);
    if (!isObject(value)) throw problem(`${name} must be an object`);
    for (const [key, field] of Object.entries(value)) {
      const check = Object.hasOwn(inner, key) ? inner[key] : undefined;
      if (check === undefined) throw problem(`Field '${name}.${key}' is not allowed`);
      const expected = check(field);
      if (expected !== undefined) throw problem(`${name}.${key} must be ${expected}`);
    }
  }
}

const problem = (text: string) => invalid(`Invalid Context object provided: ${text}`);
