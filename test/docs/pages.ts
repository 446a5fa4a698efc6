import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { blocksOf } from "./blocks.js";

/** The pages that a reader follows, by their paths. */
export const pages: ReadonlyMap<string, string> = new Map(
  ["README.md", "CONTRIBUTING.md", ...readdirSync("docs").map((file) => join("docs", file))]
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path, readFileSync(path, "utf8")]),
);

/** One page. @throws Error when there is none at that path */
export function pageAt(path: string): string {
  const page = pages.get(path);
  if (page === undefined) throw new Error(`There is no page ${path}.`);
  return page;
}

/** The scripts of package.json that a page tells its reader to run. */
export function scriptsIn(page: string): readonly string[] {
  const named = [...page.matchAll(/npm run (?:-s |--silent )?([a-z][a-z0-9:-]*)/gu)].map(([, name = ""]) => name);
  return [...new Set(named)];
}

/** The commands of a page's shell blocks, indented ones included. */
export function shellOf(page: string): readonly string[] {
  return blocksOf(page.replaceAll(/^ {3}/gmu, ""))
    .filter(({ language }) => language === "sh")
    .map(({ text }) => text);
}

/** Where the relative links of a page lead: the file, and the heading in it. */
export function linksOf(path: string): readonly { readonly file: string; readonly heading: string }[] {
  const prose = pageAt(path).replaceAll(/^ *```.*?^ *```$/gmsu, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/gu)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/u.test(target)) return [];
    const [file = "", heading = ""] = target.split("#");
    return [{ file: file === "" ? path : normalize(join(dirname(path), file)), heading }];
  });
}

/** The anchors that GitHub gives to a page's headings. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...page.replaceAll(/^ *```.*?^ *```$/gmsu, "").matchAll(/^#+ (.+)$/gmu)];
  return new Set(
    headings.map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
