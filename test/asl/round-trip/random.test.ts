import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FinishedWorkflow, render, statements } from "../../../asl/index.js";
import { compile } from "../../../asl/interpreter/index.js";
import { validate } from "../../../asl/validator/index.js";
import { mermaid, svg } from "../../../asl/views/diagram/index.js";
import { randomJsonata } from "./random/jsonata.js";
import { randomJsonpath } from "./random/jsonpath.js";
import { type Path, paths, stepKinds } from "./random/plan.js";
import { bindings } from "./random/subjects.js";

const modes: readonly [string, (path: Path) => FinishedWorkflow][] = [
  ["JSONata", randomJsonata],
  ["JSONPath", randomJsonpath],
];

function kindsIn(path: Path, kinds: Set<string>, depth = 0): void {
  for (const { kind, inner } of path) {
    kinds.add(depth === 0 ? kind : `${kind} inside`);
    for (const part of inner) kindsIn(part, kinds, depth + 1);
  }
}

const allKinds = stepKinds.flatMap((kind) => [kind, `${kind} inside`]);

describe.each(modes)("any workflow that the public API builds in %s mode", (_mode, build) => {
  const check = (runs: number, holds: (path: Path) => void) =>
    fc.assert(fc.property(paths, holds), { numRuns: runs, seed: 20_261_121 });

  test("validates clean and compiles on the engine", () => {
    const kinds = new Set<string>();
    check(300, (path) => {
      const definition = render(build(path), bindings);
      kindsIn(path, kinds);
      expect(validate(definition)).toEqual([]);
      compile(definition);
    });
    // A generator that gives few kinds of steps would prove little.
    expect([...kinds].sort()).toEqual([...allKinds].sort());
  });

  test("renders to the same text and needs the same permissions each time", () => {
    check(100, (path) => {
      expect(JSON.stringify(render(build(path), bindings))).toBe(JSON.stringify(render(build(path), bindings)));
      expect(statements(build(path), bindings)).toEqual(statements(build(path), bindings));
    });
  });

  test("renders to a diagram that shows every state", () => {
    check(60, (path) => {
      const definition = render(build(path), bindings);
      const text = mermaid(definition);
      for (const name of Object.keys(definition.States)) expect(text).toContain(name);
      expect(svg(definition)).toContain("</svg>");
    });
  });
});
