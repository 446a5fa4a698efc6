import { expect, it } from "vitest";
import { applyDiff, blocksOf, differences, fits } from "./blocks.js";

it("finds the blocks with their words", () => {
  expect(blocksOf("a\n```ts x.ts new\nlet a;\n```\n\n```sh\nls\n```\n")).toEqual([
    { language: "ts", words: ["x.ts", "new"], text: "let a;\n", line: 3 },
    { language: "sh", words: [], text: "ls\n", line: 7 },
  ]);
});

it("applies a diff where it fits, and nowhere else", () => {
  expect(applyDiff("a\nb\nc\nd\n", " a\n-b\n+x\n@@\n+y\n d\n")).toBe("a\nx\nc\ny\nd\n");
  expect(() => applyDiff("a\n", "-b\n+x\n")).toThrow("fits in 0 places");
  expect(() => applyDiff("a\na\n", "-a\n+x\n")).toThrow("fits in 2 places");
});

it("compares with …, and sees what is missing and what is new", () => {
  expect(fits("a … c (1)", "a b\nb c (1)")).toBe(true);
  expect(fits("a … c", "a b d")).toBe(false);
  expect(differences({ a: "…", b: { c: 1 } }, { a: 5, b: { c: 1 } })).toEqual([]);
  expect(differences({ a: 1, b: 2 }, { a: 2, c: 3 })).toHaveLength(3);
});
