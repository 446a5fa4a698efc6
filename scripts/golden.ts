// Rewrites the golden ASL files of all workflows: `npm run golden`. Read the difference before you commit it.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { goldenFiles } from "./lib/golden.js";

for (const { path, text } of goldenFiles()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
