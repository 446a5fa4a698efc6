#!/usr/bin/env node
// Runs scripts/NAME.ts: `node scripts/run.mjs NAME [arguments]`. Node 20 does not read TypeScript, so
// esbuild bundles our sources (packages stay outside) into .build/scripts, in some 30 ms, and Node imports the result.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...rest] = process.argv.slice(2);
const entry = join(root, "scripts", `${name}.ts`);
if (!name || !existsSync(entry)) {
  console.error(`There is no script scripts/${name ?? "NAME"}.ts. Use: node scripts/run.mjs NAME [arguments]`);
  process.exit(2);
}
// The process id keeps two runs at the same time from reading each other's half-written file.
const outfile = join(root, ".build", "scripts", `${name}.${process.pid}.mjs`);
await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  sourcemap: "inline",
  logLevel: "error",
});
const { rm } = await import("node:fs/promises");
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], entry, ...rest];
try {
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(outfile, { force: true });
}
