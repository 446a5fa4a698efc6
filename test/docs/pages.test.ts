import { existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { runTool } from "../terraform/terraform.js";
import { anchorsOf, linksOf, pageAt, pages, scriptsIn, shellOf } from "./pages.js";

const packageSchema = v.object({ scripts: v.record(v.string(), v.string()) });
const { scripts } = v.parse(packageSchema, JSON.parse(readFileSync("package.json", "utf8")));

describe.each([...pages.keys()])("%s", (path) => {
  test("names scripts that package.json has", () => {
    const missing = scriptsIn(pageAt(path)).filter((name) => scripts[name] === undefined);
    expect(missing, "not in package.json").toEqual([]);
  });

  test("links to files and headings that are there", () => {
    const broken = linksOf(path).filter(({ file, heading }) => {
      const page = pages.get(file);
      if (heading !== "" && page !== undefined) return !anchorsOf(page).has(heading);
      return !existsSync(file);
    });
    expect(broken).toEqual([]);
  });

  test("has shell commands that a shell can read", async () => {
    for (const text of shellOf(pageAt(path))) {
      const { code, output } = await runTool("bash", ["-n", "-c", text], { cwd: process.cwd(), env: process.env });
      expect(code, `${text}\n${output}`).toBe(0);
    }
  });
});

test("what reads the pages sees what stands there", () => {
  expect(scriptsIn("`npm run deploy -- x`, `npm run -s order -- y`, npm run robot:provision")).toEqual([
    "deploy",
    "order",
    "robot:provision",
  ]);
  expect([...anchorsOf("# The `a` & b: c_d\n```sh\n# no heading\n```\n## 5. Of, (all)\n")]).toEqual([
    "the-a--b-c_d",
    "5-of-all",
  ]);
  expect(shellOf("1. x\n\n   ```sh\n   ls\n   ```\n")).toEqual(["ls\n"]);
  expect(linksOf("README.md").some(({ file }) => file === "docs/deploy.md" || file === "docs/tutorial.md")).toBe(true);
});
