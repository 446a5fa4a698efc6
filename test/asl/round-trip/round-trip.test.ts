import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { render } from "../../../asl/index.js";
import { compile } from "../../../asl/interpreter/index.js";
import { validate } from "../../../asl/validator/index.js";
import { jsonataPrograms } from "./jsonata-programs.js";
import { jsonpathPrograms } from "./jsonpath-programs.js";
import { bindings } from "./subjects.js";

const golden = join("test", "asl", "round-trip", "golden");
const programs = [
  ...Object.entries(jsonataPrograms).map(([name, program]) => ({ name: `jsonata/${name}`, program })),
  ...Object.entries(jsonpathPrograms).map(([name, program]) => ({ name: `jsonpath/${name}`, program })),
];

// The golden files are written by hand: they say what the language wants, and no command rewrites them.
describe.each(programs)("$name", ({ name, program }) => {
  const definition = render(program, bindings);

  test("is the hand-written definition", async () => {
    expect(definition).toEqual(JSON.parse(await readFile(join(golden, `${name}.json`), "utf8")));
  });

  test("validates clean", () => expect(validate(definition)).toEqual([]));

  test("compiles on the engine", () => {
    expect(() => compile(definition)).not.toThrow();
  });

  test("is the same text each time", () => {
    expect(JSON.stringify(render(program, bindings))).toBe(JSON.stringify(definition));
  });
});
