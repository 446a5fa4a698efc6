import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStacks } from "../local/terraform/stack.js";
import { variableSources } from "../local/terraform/variable-files.js";
import { featuresPage } from "./lib/features/page.js";
import { synthesize, temporaryFolder } from "./lib/local-run.js";
import { takeNoArguments } from "./lib/usage.js";

takeNoArguments(`Use: npm run features

Writes docs/features.md from what the stacks are synthesized to.
`);

const folder = await temporaryFolder();
try {
  await synthesize(process.cwd(), folder.path, await variableSources(process.cwd(), process.env));
  await writeFile(join("docs", "features.md"), featuresPage(await readStacks(folder.path)));
  console.log("wrote docs/features.md");
} finally {
  await folder.remove();
}
