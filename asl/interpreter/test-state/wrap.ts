import type { Json, JsonObject } from "../../spec/index.js";
import { isObject } from "../json.js";
import { isList } from "../json-size.js";
import type { TestStateSubject } from "./request.js";

/** A machine of one state; wherever that state leads, the execution ends. */
export interface Wrapped {
  readonly definition: JsonObject;
  /** The real name of an end, by its name in the machine. */
  readonly targets: ReadonlyMap<string, string>;
}

/** Puts a state into a machine of its own, with an end in place of each state that it leads to. */
export function wrap({ name, state, queryLanguage }: TestStateSubject): Wrapped {
  const targets = new Map<string, string>();
  const ends = new Map<string, string>();
  const endFor = (target: Json): Json => {
    if (typeof target !== "string") return target;
    const end = ends.get(target) ?? `end ${ends.size}`;
    ends.set(target, end);
    targets.set(end, target);
    return end;
  };
  const redirected = (json: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(json).map(([key, value]) => {
        if (key === "Next" || key === "Default") return [key, endFor(value)];
        if ((key === "Choices" || key === "Catch") && isList(value)) {
          return [key, value.map((rule) => (isObject(rule) ? redirected(rule) : rule))];
        }
        return [key, value];
      }),
    );
  const subject = redirected(state);
  return {
    definition: {
      ...(queryLanguage === undefined ? {} : { QueryLanguage: queryLanguage }),
      StartAt: name,
      States: { [name]: subject, ...Object.fromEntries([...targets.keys()].map((end) => [end, { Type: "Succeed" }])) },
    },
    targets,
  };
}
