// Rewrites the golden ASL files and the pictures of all workflows: `npm run golden`. Read the difference before you commit it.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pictures } from "./lib/diagrams.js";
import { goldenFiles } from "./lib/golden.js";
import { viewGoldens } from "./lib/view-goldens.js";

for (const { path, text } of [...goldenFiles(), ...pictures(), ...viewGoldens(process.cwd())]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
