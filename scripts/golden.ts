// Rewrites the golden ASL files and the pictures of all workflows: `npm run golden`. Read the difference before you commit it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pictures } from "./lib/diagrams.js";
import { goldenFiles } from "./lib/golden.js";
import { ordersExample, ordersPage } from "./lib/orders-example.js";
import { viewGoldens } from "./lib/view-goldens.js";

const page = "docs/orders.md";
const ordersDocs = [...ordersExample(), { path: page, text: ordersPage(await readFile(page, "utf8")) }];

for (const { path, text } of [...goldenFiles(), ...pictures(), ...viewGoldens(process.cwd()), ...ordersDocs]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
