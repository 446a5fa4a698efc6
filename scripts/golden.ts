import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { costsPage } from "./lib/costs/page.js";
import { pictures } from "./lib/diagrams.js";
import { goldenFiles } from "./lib/golden.js";
import { ordersExample, ordersPage } from "./lib/orders-example.js";
import { takeNoArguments } from "./lib/usage.js";
import { viewGoldens } from "./lib/view-goldens.js";

takeNoArguments(`Use: npm run golden

Rewrites the golden ASL files, the pictures of all workflows, and what docs/ has of them. Read the difference before you commit it.
`);

const page = "docs/orders.md";
const ordersDocs = [...ordersExample(), { path: page, text: ordersPage(await readFile(page, "utf8")) }];
const costs = "docs/costs.md";
const costsDocs = [{ path: costs, text: await costsPage(await readFile(costs, "utf8")) }];
const docs = [...ordersDocs, ...costsDocs];

for (const { path, text } of [...goldenFiles(), ...pictures(), ...viewGoldens(process.cwd()), ...docs]) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`wrote ${path}`);
}
