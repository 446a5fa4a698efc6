import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { featuresPage } from "../../scripts/lib/features/page.js";
import { stacks } from "../stacks/synthesized.js";

test("docs/features.md is what the stacks show; `npm run features` writes it anew", async () => {
  expect(await readFile("docs/features.md", "utf8")).toBe(featuresPage(stacks));
});

test("between them the systems show each type of state, both languages, both types and every trigger", async () => {
  const page = featuresPage(stacks);
  const rows = page.split("\n").filter((line) => /^\| [A-Z]/.test(line));
  const unshown = rows.filter((line) => !line.includes("●")).map((line) => line.split("|")[1]?.trim());
  const must = [
    "Pass",
    "Task",
    "Choice",
    "Wait",
    "Succeed",
    "Fail",
    "Parallel",
    "Map",
    "JSONata",
    "JSONPath",
    "STANDARD",
    "EXPRESS",
    "Activity",
  ];
  expect(must.filter((name) => unshown.includes(name))).toEqual([]);
  const triggers = page.slice(page.indexOf("## Start triggers"), page.indexOf("## Workflow types"));
  expect(triggers.split("\n").filter((line) => /^\| [A-Z]/.test(line) && !line.includes("●"))).toEqual([]);
});
