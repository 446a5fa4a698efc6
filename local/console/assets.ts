import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** A file of the console's page. */
export interface Asset {
  readonly type: string;
  readonly body: string;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/**
 * Bundles the console's page, some 20 ms: `index.html` as it is, which loads `main.js` (of `main.ts` and what it
 * imports) and `style.css` by relative addresses.
 *
 * @param folder `local/console/page`
 * @returns the files by their path under `/_local/`; `""` is the page
 */
export async function bundlePage(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const html = await readFile(join(folder, "index.html"), "utf8");
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["main.ts", "style.css"],
    outdir: folder,
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  });
  const files = outputFiles.map(({ path, text }) => {
    const name = path.slice(folder.length + 1);
    const type = types[name.slice(name.lastIndexOf("."))] ?? "application/octet-stream";
    return [name, { type, body: text }] as const;
  });
  return new Map([["", { type: "text/html; charset=utf-8", body: html }], ...files]);
}
