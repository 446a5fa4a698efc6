import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { goldenFiles } from "../../../scripts/lib/golden.js";

test.each(goldenFiles())(
  "$path is what the workflow renders to; `npm run golden` rewrites it",
  async ({ path, text }) => {
    expect(await readFile(path, "utf8")).toBe(text);
    // Orders is the largest, with its error names written out at each Retry; what needs more is to be split.
    expect(text.split("\n").length).toBeLessThanOrEqual(701);
  },
);
