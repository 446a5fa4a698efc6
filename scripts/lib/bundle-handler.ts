import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { OutputFile } from "./output-folder.js";
import { slimAwsSdk } from "./slim-aws-sdk.js";
import { zipOf } from "./zip.js";

/** A Lambda function's source: `handlers/<system>/<name>.ts`. */
export interface HandlerSource {
  readonly system: string;
  readonly name: string;
}

/**
 * Finds the functions: the files directly in a system's folder that export `handler`. What lies beside them (schemas,
 * ports) exports other names.
 */
export async function findHandlers(root: string, systems: readonly string[]): Promise<HandlerSource[]> {
  const found = await Promise.all(
    systems.map(async (system) => {
      const folder = join(root, "handlers", system);
      const files = (await readdir(folder)).filter((file) => file.endsWith(".ts")).sort();
      const sources = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
      return files
        .filter((_, index) => /^export const handler\b/m.test(sources[index] ?? ""))
        .map((file) => ({ system, name: file.slice(0, -".ts".length) }));
    }),
  );
  return found.flat();
}

/**
 * Bundles one function into the zip that Lambda (runtime `nodejs22.x`) and the local runtime (Node 20) both run, with
 * the entry `index.handler`. The source map lies beside the zip: nobody pays for it at a cold start.
 */
export async function bundleHandler(
  root: string,
  { system, name }: HandlerSource,
): Promise<[zip: OutputFile, map: OutputFile]> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join("handlers", system, `${name}.ts`)],
    outfile: join(".build", "handlers", system, `${name}.mjs`),
    write: false,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    // The packages' ES modules can be shaken, their CommonJS cannot.
    mainFields: ["module", "main"],
    sourcemap: "external",
    legalComments: "none",
    logLevel: "silent",
    plugins: [slimAwsSdk()],
  });
  const [map, code] = [".mjs.map", ".mjs"].map((end) => result.outputFiles.find((file) => file.path.endsWith(end)));
  if (!code || !map) throw new Error(`esbuild gave no code and map for handlers/${system}/${name}.ts.`);
  return [
    { path: `${name}.zip`, content: zipOf("index.mjs", code.contents) },
    { path: `${name}.mjs.map`, content: map.contents },
  ];
}
