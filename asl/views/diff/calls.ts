import type { GraphNode } from "../../graph.js";
import { asText, field } from "../values.js";
import { targetNames } from "./topic.js";

/** What a task calls, as one text: its function, table or queue, else its resource; `undefined` for other states. */
export function callOf(json: unknown): string | undefined {
  const resource = asText(field(json, "Resource"));
  if (field(json, "Type") !== "Task" || resource === undefined) return undefined;
  const input = field(json, "Arguments") ?? field(json, "Parameters");
  for (const name of targetNames) {
    const target = field(input, name) ?? field(input, `${name}.$`);
    if (typeof target === "string") return target;
  }
  return resource;
}

/** Everything that the tasks of a definition call. */
export function callsOf(nodes: readonly GraphNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ json }) => callOf(json) ?? []));
}
