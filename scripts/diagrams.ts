// Draws every workflow into docs/pictures: `node scripts/run.mjs diagrams`. `npm run golden` does the same beside its other work.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pictures } from "./lib/diagrams.js";

for (const { path, text } of pictures()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
