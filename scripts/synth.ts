import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { createApp } from "../stacks/app.js";
import { build, describeProduct } from "./lib/build.js";
import { writeFolder } from "./lib/output-folder.js";
import { readSettings } from "./lib/settings.js";
import { takeNoArguments } from "./lib/usage.js";

// The cdktf CLI runs it too, and says in CDKTF_OUTDIR where it wants the stacks. stacks/settings.ts names all that the environment
// decides.
takeNoArguments(`Use: npm run synth

Builds handlers and pages, and writes the stacks as Terraform JSON to cdktf.out, or to the folder that CDKTF_OUTDIR names.
TF_VAR_stage chooses the stage, as it does for Terraform itself.
`);
const settings = readSettings(process.env);
const root = process.cwd();
const outdir = resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out");
for (const product of await build({ root })) console.log(describeProduct(product));

// Synthesized aside and then put in place file by file: a server that runs from the folder never misses one.
const aside = await mkdtemp(join(tmpdir(), "stepwright-synth-"));
try {
  createApp({ outdir: aside, buildDir: join(root, ".build"), ...settings }).synth();
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
