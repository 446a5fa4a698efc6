import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const source = "test/asl/builder/wrong-programs.ts";
const folder = join(".build", "type-errors");
const marker = /^\s*\/\/ @ts-expect-error: (.+)$/;

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles the wrong programs without their expectations and gives the compiler's words for each line. */
async function compilerErrors(lines: readonly string[]): Promise<ReadonlyMap<number, string>> {
  await mkdir(folder, { recursive: true });
  const program = lines.map((line) => (marker.test(line) ? "//" : line.replace('"../../../asl/', '"../../asl/')));
  await writeFile(join(folder, "program.ts"), program.join("\n"));
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions: { noErrorTruncation: true },
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

describe("wrong programs do not compile, and the compiler says why", async () => {
  const lines = (await readFile(source, "utf8")).split("\n");
  const expected = lines.flatMap((line, index) => {
    const sentence = marker.exec(line)?.[1];
    return sentence === undefined ? [] : [{ line: index + 2, sentence, program: lines[index + 1]?.trim() ?? "" }];
  });
  const errors = await compilerErrors(lines);

  test("there are many of them", () => expect(expected.length).toBeGreaterThan(50));

  test.each(expected)("$program: $sentence", ({ line, sentence }) => {
    expect(errors.get(line)).toContain(sentence);
  });

  test("and nothing else is wrong", () => {
    const known = new Set(expected.map(({ line }) => line));
    expect([...errors].filter(([line]) => line > 0 && !known.has(line))).toEqual([]);
  });
});
