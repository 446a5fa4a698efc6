import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { bundleHandler, findHandlers } from "./bundle-handler.js";
import { bundleSite } from "./bundle-site.js";
import { type OutputFile, writeFolder } from "./output-folder.js";

/** One thing that the build has made, to be shown as a line of progress. */
export interface Product {
  /** Its path under the repository, for example `.build/handlers/pet-reminders/api.zip`. */
  readonly path: string;
  /** Its size in bytes: of a zip, or of all files of a site. */
  readonly bytes: number;
}

/** What to build. */
export interface BuildOptions {
  /** The repository's folder. */
  readonly root: string;
}

/**
 * Builds everything that a stack deploys, into `.build` (same sources, same bytes, in any folder):
 * `handlers/<system>/<name>.zip` with `<name>.mjs.map` beside it, and `site/<system>/` with `index.html` and `assets/`.
 *
 * @throws esbuild's `BuildFailure`, whose message names the file and line, when a source does not bundle.
 * @returns what was made, in the order of the paths, functions first
 * @example for (const product of await build({ root })) console.log(describeProduct(product));
 */
export async function build({ root }: BuildOptions): Promise<readonly Product[]> {
  const [handlers, sites] = await Promise.all([buildHandlers(root), buildSites(root)]);
  return [...handlers, ...sites];
}

/** A product as one line: path and size. */
export function describeProduct({ path, bytes }: Product): string {
  return `${path.padEnd(56)} ${(bytes / 1000).toFixed(1).padStart(6)} KB`;
}

async function buildHandlers(root: string): Promise<Product[]> {
  const systems = (await foldersIn(join(root, "handlers"))).filter((name) => name !== "common");
  const sources = await findHandlers(root, systems);
  const built = await Promise.all(
    sources.map(async (source) => {
      const [zip, map] = await bundleHandler(root, source);
      const product = { path: `.build/handlers/${source.system}/${zip.path}`, bytes: zip.content.length };
      return { system: source.system, files: [zip, map], product };
    }),
  );
  await Promise.all(
    systems.map((system) => {
      const files = built.filter((one) => one.system === system).flatMap((one) => one.files);
      return writeFolder(join(root, ".build", "handlers", system), files);
    }),
  );
  return built.map((one) => one.product);
}

async function buildSites(root: string): Promise<Product[]> {
  const folders = await foldersIn(join(root, "frontend"));
  const systems = folders.filter((system) => existsSync(join(root, "frontend", system, "index.html")));
  return Promise.all(
    systems.map(async (system) => {
      const files = await bundleSite(root, system);
      const product = { path: `.build/site/${system}`, bytes: sizeOf(files) };
      await writeFolder(join(root, ".build", "site", system), files);
      return product;
    }),
  );
}

async function foldersIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function sizeOf(files: readonly OutputFile[]): number {
  return files.reduce((sum, file) => sum + file.content.length, 0);
}
