import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pictures } from "../../../scripts/lib/diagrams.js";
import { viewGoldens } from "../../../scripts/lib/view-goldens.js";
import { xmlProblem } from "./support/xml.js";

const root = process.cwd();

const files = [...viewGoldens(root), ...pictures()];

// `npm run golden` rewrites them; read the difference before you commit it.
test.each(files)("$path is what the views make today", ({ path, text }) => {
  expect(existsSync(path), `${path} is missing: run npm run golden`).toBe(true);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test.each(files.filter(({ path }) => path.endsWith(".svg")))(
  "$path is well-formed and stands by itself",
  ({ text }) => {
    expect(xmlProblem(text)).toBeUndefined();
    expect(text).not.toMatch(/href|src=|url\(|@import|@font-face|<script|<foreignObject|<image/);
  },
);
