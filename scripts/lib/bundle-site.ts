import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { build, type Loader } from "esbuild";
import type { OutputFile } from "./output-folder.js";

/**
 * Bundles `frontend/<system>/index.html` and the files it names in `<script src>`, `<link href>` and `<img src>`: scripts
 * (TypeScript too) and style sheets are bundled and minified, others copied, all under `assets/` with a hash of their
 * content in the name, which lets them be cached for ever. The page itself keeps its name.
 *
 * @throws Error if the page names a file that is not there, or holds a script itself, which its Content-Security-Policy
 * would refuse to run.
 */
export async function bundleSite(root: string, system: string): Promise<OutputFile[]> {
  const folder = join("frontend", system);
  const page = join(folder, "index.html");
  const html = await readFile(join(root, page), "utf8");
  refuseInlineScript(page, html);
  const files = [...html.matchAll(REFERENCE)].map((match) => match[3] ?? "");
  for (const file of files) {
    if (existsSync(join(root, folder, file))) continue;
    throw new Error(
      `${page} refers to '${file}', but ${join(folder, file)} does not exist. Create it or take the reference out.`,
    );
  }
  const result = await build({
    absWorkingDir: root,
    entryPoints: [...new Set(files)].map((file) => join(folder, file)),
    outdir: OUTPUT,
    outbase: folder,
    entryNames: "assets/[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "esm",
    loader: LOADERS,
    legalComments: "none",
    logLevel: "silent",
  });
  const built = new Map(
    Object.entries(result.metafile.outputs).map(([path, { entryPoint, inputs }]) => [
      entryPoint ?? Object.keys(inputs)[0] ?? "",
      path.slice(OUTPUT.length + 1),
    ]),
  );
  const finished = html.replace(REFERENCE, (whole, before: string, attribute: string, file: string) => {
    const asset = built.get(join(folder, file).split("\\").join("/"));
    if (!asset) throw new Error(`esbuild gave no asset for '${file}' in ${page}: ${whole}`);
    return `${before}${attribute}="${asset}"`;
  });
  const assets = result.outputFiles.map((file) => ({
    path: relative(join(root, OUTPUT), file.path).split("\\").join("/"),
    content: file.contents,
  }));
  return [{ path: basename(page), content: Buffer.from(finished) }, ...assets];
}

function refuseInlineScript(page: string, html: string): void {
  const inline = html.match(/<script\b(?![^>]*\bsrc=)[^>]*>|<[^>]*\son[a-z]+\s*=[^>]*>/i)?.[0];
  if (!inline) return;
  throw new Error(
    `${page} holds a script itself, at '${inline}'. Move it to a file: the page's policy runs no inline script.`,
  );
}

// A relative address in a tag that loads something; `https:`, `data:`, `/path` and `#part` are not ours to bundle.
const REFERENCE = /(<(?:script|link|img)\b[^>]*?\s)(src|href)="(?:\.\/)?(?![a-z][a-z0-9+.-]*:|[/#])([^"?#]+)"/gi;

const OUTPUT = ".build/site-bundle";

const LOADERS: Record<string, Loader> = {
  ".svg": "copy",
  ".png": "copy",
  ".jpg": "copy",
  ".ico": "copy",
  ".webp": "copy",
  ".woff2": "copy",
  ".webmanifest": "copy",
};
