import { compileState } from "./compile-state.js";
import { isObject } from "./json.js";
import { Reader } from "./reader.js";
import type { Body, Link } from "./state.js";

/** Compiles `StartAt` and `States`: of a definition, a branch or an item processor. */
export function compileBody(reader: Reader, language: string, express = reader.context.express): Body {
  const states = reader.object("States") ?? {};
  const names = Object.keys(states);
  if (names.length === 0) reader.problem("States", "There must be at least one state.");
  const links = new Map<string, Link>(names.map((name) => [name, { state: undefined }]));
  const context = { ...reader.context, links, express };
  const inner = new Reader(reader.json, reader.path, context);
  for (const name of names) {
    const json = states[name];
    const path = `${reader.path}/States/${name}`;
    if (!isObject(json)) {
      reader.context.problems.push({ path, message: "A state must be an object." });
      continue;
    }
    if (reader.context.names.has(name)) {
      reader.context.problems.push({ path, message: "Another state of this machine has the same name." });
    }
    reader.context.names.add(name);
    if (name.length > 80) reader.context.problems.push({ path, message: "A state's name has at most 80 characters." });
    const link = links.get(name);
    if (link !== undefined) link.state = compileState(name, new Reader(json, path, context), language);
  }
  return { start: inner.link("StartAt") };
}
