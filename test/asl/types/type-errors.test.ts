import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const sources = ["wrong-programs.ts", "wrong-new-values.ts", "wrong-data-paths.ts", "wrong-definitions.ts"];
const allFolders = join(".build", "type-errors");
const marker = /^\s*\/\/ @ts-expect-error: (.+)$/;

afterAll(() => rm(allFolders, { recursive: true, force: true }));

/** Compiles wrong programs without their expectations and gives the compiler's words for each line. */
async function compilerErrors(source: string, lines: readonly string[]): Promise<ReadonlyMap<number, string>> {
  const folder = join(allFolders, source);
  await mkdir(folder, { recursive: true });
  const program = lines.map((line) => (marker.test(line) ? "//" : line));
  await writeFile(join(folder, "program.ts"), program.join("\n"));
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: "../../../tsconfig.json",
      include: ["program.ts"],
      exclude: [],
    }),
  );
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", folder, "--pretty", "false"]).catch(
    (failed: { stdout: string }) => failed,
  );
  const found = new Map<number, string>();
  let line = 0;
  for (const text of stdout.split("\n")) {
    line = Number(/program\.ts\((\d+),/.exec(text)?.[1] ?? line);
    found.set(line, `${found.get(line) ?? ""}${text}\n`);
  }
  return found;
}

describe.each(sources)("%s: none of them compiles, and the compiler says why", async (source) => {
  const lines = (await readFile(join("test", "asl", "types", source), "utf8")).split("\n");
  const expected = lines.flatMap((line, index) => {
    const sentence = marker.exec(line)?.[1];
    return sentence === undefined ? [] : [{ line: index + 2, sentence, program: lines[index + 1]?.trim() ?? "" }];
  });
  const errors = await compilerErrors(source, lines);

  test("there are many of them", () => expect(expected.length).toBeGreaterThan(30));

  test.each(expected)("$program: $sentence", ({ line, sentence }) => {
    expect(errors.get(line)).toContain(sentence);
  });

  test("and nothing else is wrong", () => {
    const known = new Set(expected.map(({ line }) => line));
    expect([...errors].filter(([line]) => line > 0 && !known.has(line))).toEqual([]);
  });
});
