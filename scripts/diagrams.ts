import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pictures } from "./lib/diagrams.js";
import { takeNoArguments } from "./lib/usage.js";

takeNoArguments(`Use: node scripts/run.mjs diagrams

Draws every workflow into docs/pictures. npm run golden does the same beside its other work.
`);

for (const { path, text } of pictures()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
