#!/usr/bin/env node
// Runs scripts/NAME.ts: `node scripts/run.mjs NAME [arguments]`. Node 20 does not read TypeScript, so
// esbuild bundles our sources (packages stay outside) into .build/scripts, in some 30 ms, and Node imports the result.
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, formatMessages } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...rest] = process.argv.slice(2);
const entry = join(root, "scripts", `${name}.ts`);
if (!name || !existsSync(entry)) {
  console.error(`There is no script scripts/${name ?? "NAME"}.ts. Use: node scripts/run.mjs NAME [arguments]`);
  process.exit(2);
}
// The process id keeps two runs at the same time from reading each other's half-written file.
const outfile = join(root, ".build", "scripts", `${name}.${process.pid}.mjs`);
// A script may end the process itself.
process.on("exit", () => rmSync(outfile, { force: true }));
// An error that tells a person all there is to tell brings the exit code (lib/usage.ts). A source that does not compile is shown by its
// lines; the stack is esbuild's and helps nobody. Anything else is thrown on.
const show = async (error) => {
  if (typeof error?.exitCode === "number") {
    console.error(error.message);
    return error.exitCode;
  }
  const messages = Array.isArray(error?.errors) ? error.errors : [];
  if (messages.length === 0 || messages.some(({ text }) => typeof text !== "string")) throw error;
  const color = process.stderr.isTTY === true;
  console.error((await formatMessages(messages, { kind: "error", color })).join("").trimEnd());
  return 1;
};
try {
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
    logLevel: "silent",
  });
} catch (error) {
  process.exit(await show(error));
}
process.setSourceMapsEnabled(true);
// Node 20 is supported here; the SDK would print that its time is nearly over.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.argv = [process.argv[0], entry, ...rest];
try {
  await import(pathToFileURL(outfile).href);
} catch (error) {
  process.exit(await show(error));
}
// A script that runs on, such as a server, needs it no more.
rmSync(outfile, { force: true });
