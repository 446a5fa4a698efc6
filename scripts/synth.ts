import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { createApp } from "../stacks/app.js";
import { settingsFrom } from "../stacks/settings.js";
import { build, describeProduct } from "./lib/build.js";
import { writeFolder } from "./lib/output-folder.js";

// Builds handlers and pages, then writes the stacks: `node scripts/run.mjs synth`. The cdktf CLI runs it too and says in
// CDKTF_OUTDIR where it wants the stacks. TF_VAR_stage chooses the stage, as it does for Terraform itself; stacks/settings.ts
// names what else the environment decides.
const root = process.cwd();
const outdir = resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
await build({ root, onProgress: (product) => console.log(describeProduct(product)) });

// Synthesized aside and then put in place file by file: a server that runs from the folder never misses one.
const aside = await mkdtemp(join(tmpdir(), "stepwright-synth-"));
try {
  createApp({ outdir: aside, buildDir: join(root, ".build"), ...settingsFrom(process.env) }).synth();
  const entries = await readdir(aside, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map(async (path) => ({
        path: relative(aside, path).split(sep).join("/"),
        content: await readFile(path),
      })),
  );
  await writeFolder(outdir, files, { keep: (path) => /(^|\/)\.terraform/.test(path) });
  const stacks = files.map(({ path }) => path).filter((path) => path.endsWith("cdk.tf.json"));
  // Elsewhere the folder is the caller's, who knows it: of `npm start` it is one that goes away again.
  const shown = relative(root, outdir);
  const folder = shown === ".." || shown.startsWith(`..${sep}`) || isAbsolute(shown) ? "" : shown;
  for (const stack of stacks.sort()) console.log(join(folder, stack));
} finally {
  await rm(aside, { recursive: true, force: true });
}
