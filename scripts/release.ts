import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import stringify from "json-stringify-pretty-compact";
import { createApp } from "../stacks/app.js";
import { SystemStack } from "../stacks/constructs/system-stack.js";
import { releases } from "../stacks/releases/index.js";
import { build } from "./lib/build.js";
import { releaseOf, withRelease } from "./lib/releases/record.js";
import { answerHelp, UsageError, useLine } from "./lib/usage.js";

const usage = `Use: npm run release -- --date YYYY-MM-DD

Notes what a release needs while its executions run, before a deployment whose workflows changed. It adds to
stacks/releases/SYSTEM.json, and drops what was followed by another release more than 366 days before that date: the day on
which it is deployed.
`;
answerHelp(usage);
const root = process.cwd();
const [flag, date = "", ...more] = process.argv.slice(2);
if (flag !== "--date" || more.length > 0) throw new UsageError(usage.trimEnd());
const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(date) : new Date(Number.NaN);
if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) {
  throw new UsageError(`"${date}" is no day.\n${useLine(usage)}`);
}
await build({ root });
const outdir = await mkdtemp(join(tmpdir(), "stepwright-release-"));
try {
  const app = createApp({ outdir, buildDir: join(root, ".build"), stage: "dev" });
  for (const stack of app.node.children.filter((child) => child instanceof SystemStack)) {
    const file = join("stacks", "releases", `${stack.system}.json`);
    const list = withRelease(releases[stack.system] ?? [], releaseOf(stack, date));
    const text = `${stringify(list, { maxLength: 120 })}\n`;
    const before = await readFile(join(root, file), "utf8").catch(() => "");
    if (text !== before) await writeFile(join(root, file), text);
    console.log(`${file}: ${list.length} ${list.length === 1 ? "release" : "releases"}`);
    if (!(stack.system in releases)) console.log(`  Name it in stacks/releases/index.ts.`);
  }
} finally {
  await rm(outdir, { recursive: true, force: true });
}
