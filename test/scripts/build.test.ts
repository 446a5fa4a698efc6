import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { unzipSync } from "fflate";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, describeProduct, type Product } from "../../scripts/lib/build.js";

/** Every file under a folder, by its relative path. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)));
}

/** One line a file: its path, and the hash of its content. */
function fingerprints(files: Map<string, Buffer>): string[] {
  return [...files].map(([path, content]) => `${path} ${createHash("sha256").update(content).digest("hex")}`);
}

/** A copy of the sources in another folder, which shares this one's packages. */
async function cloneInto(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of ["handlers", "frontend", "package.json", "tsconfig.json"])
    await cp(part, join(folder, part), { recursive: true });
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  return folder;
}

let scratch: string;
let products: readonly Product[];
let here: Map<string, Buffer>;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "stepwright-build-"));
  const root = await cloneInto(join(scratch, "here"));
  products = await build({ root });
  here = await filesIn(join(root, ".build"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("what is built", () => {
  test("every function and page of the system", () => {
    const built = [...here.keys()];
    for (const name of ["api", "email-reminder", "sms-reminder"]) {
      expect(built).toContain(`handlers/pet-reminders/${name}.zip`);
      expect(built).toContain(`handlers/pet-reminders/${name}.mjs.map`);
    }
    expect(built).toContain("site/pet-reminders/index.html");
  });

  test("is the same, byte by byte, in another folder at another depth, and when it is built again", async () => {
    const root = await cloneInto(join(scratch, "there", "deeper", "with a space"));
    await build({ root });
    const there = await filesIn(join(root, ".build"));
    // A map leads from its folder to the shared packages, which lie elsewhere seen from here and from there.
    const comparable = (files: Map<string, Buffer>) => fingerprints(files).filter((line) => !line.includes(".map "));
    expect(comparable(there)).toEqual(comparable(here));
    await build({ root });
    expect(fingerprints(await filesIn(join(root, ".build")))).toEqual(fingerprints(there));
  });

  test("names no folder of this machine", () => {
    for (const [path, content] of here) {
      if (path.endsWith(".map")) {
        const { sources } = v.parse(v.object({ sources: v.array(v.string()) }), JSON.parse(decode(content)));
        expect(sources.filter((source) => isAbsolute(source) || source.includes(":/"))).toEqual([]);
        continue;
      }
      const text = path.endsWith(".zip") ? Object.values(unzipSync(content)).map(decode).join() : decode(content);
      for (const folder of [scratch, process.cwd(), "file:///"])
        expect([path, text.includes(folder)]).toEqual([path, false]);
    }
  });
});

describe("a function's zip", () => {
  const zips = () => [...here].filter(([path]) => path.endsWith(".zip"));

  test("holds index.mjs alone, minified, without its source map", () => {
    for (const [, content] of zips()) {
      const files = unzipSync(content);
      expect(Object.keys(files)).toEqual(["index.mjs"]);
      const code = decode(files["index.mjs"] ?? new Uint8Array());
      expect(code).not.toContain("sourceMappingURL");
      expect(code.split("\n").length).toBeLessThan(200);
    }
  });

  test("is at most 105 KB; without a phone parser 80 KB", () => {
    for (const [path, content] of zips()) {
      const code = decode(unzipSync(content)["index.mjs"] ?? new Uint8Array());
      const hasPhoneParser = code.includes("country_calling_codes");
      expect([path, hasPhoneParser]).toEqual([path, path.endsWith("/pet-reminders/api.zip")]);
      expect([path, content.length <= (hasPhoneParser ? 105_000 : 80_000)]).toEqual([path, true]);
    }
  });

  test("takes credentials from the environment alone", () => {
    for (const [, content] of zips()) {
      const code = decode(unzipSync(content)["index.mjs"] ?? new Uint8Array());
      // Some functions call no service: they have no client inside.
      expect(code.includes("AWS_SECRET_ACCESS_KEY")).toBe(content.length > 10_000);
      for (const chain of [
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "sso_session",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "credential_process",
      ]) {
        expect(code).not.toContain(chain);
      }
    }
  });
});

describe("a page", () => {
  test("loads hashed assets that are there, and runs no inline script", () => {
    const html = decode(here.get("site/pet-reminders/index.html") ?? new Uint8Array());
    const references = [...html.matchAll(/(?:src|href)="([^"#:]+)"/g)].map((match) => match[1]);
    expect(references.length).toBeGreaterThanOrEqual(2);
    for (const reference of references) {
      expect(reference).toMatch(/^assets\/[\w-]+-[A-Z0-9]{8}\.\w+$/);
      expect([...here.keys()]).toContain(`site/pet-reminders/${reference}`);
    }
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
  });

  /** Builds a page of these files alone. */
  const page = async (files: Readonly<Record<string, string>>) => {
    const root = await mkdtemp(join(scratch, "page-"));
    await mkdir(join(root, "frontend", "demo"), { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(root, "frontend", "demo", name), content);
    await build({ root });
    return { root, files: await filesIn(join(root, ".build", "site", "demo")) };
  };

  test("gets another asset name when, and only when, the asset changes", async () => {
    const html =
      '<link rel="icon" href="icon.svg"><link rel="stylesheet" href="./style.css"><script type="module" src="main.ts"></script>';
    const one = { "index.html": html, "main.ts": "console.log(1)", "style.css": "a{color:red}", "icon.svg": "<svg/>" };
    const names = async (files: Record<string, string>) => [...(await page(files)).files.keys()];
    const [first, same, other] = [
      await names(one),
      await names(one),
      await names({ ...one, "main.ts": "console.log(2)" }),
    ];
    expect(first).toHaveLength(4);
    expect(same).toEqual(first);
    expect(other.filter((name) => !first.includes(name))).toEqual([expect.stringMatching(/^assets\/main-/)]);
  });

  test("leaves other addresses alone", async () => {
    const html =
      '<a href="help">Help</a><link rel="canonical" href="https://example.com/"><img src="data:image/gif;base64,R0lGODdh" alt="">';
    const { files } = await page({ "index.html": html });
    expect(decode(files.get("index.html") ?? new Uint8Array())).toBe(html);
  });

  test.each([
    ['<script src="gone.ts"></script>', "refers to 'gone.ts', but frontend/demo/gone.ts does not exist"],
    ["<script>alert(1)</script>", "holds a script itself, at '<script>'"],
    ['<button onclick="go()">Go</button>', "holds a script itself, at '<button onclick="],
  ])("%s is refused", async (html, reason) => {
    await expect(page({ "index.html": html })).rejects.toThrow(reason);
  });

  test("a source that does not bundle is named with its line", async () => {
    const broken = page({ "index.html": '<script src="main.ts"></script>', "main.ts": "const a = 1;\nconst = 2;" });
    await expect(broken).rejects.toThrow("frontend/demo/main.ts:2:6");
  });

  test("what is no longer built goes away", async () => {
    const { root } = await page({ "index.html": '<script src="main.ts"></script>', "main.ts": "console.log(1)" });
    await writeFile(join(root, "frontend", "demo", "main.ts"), "console.log(2)");
    await build({ root });
    expect((await filesIn(join(root, ".build", "site", "demo"))).size).toBe(2);
  });
});

test("progress is one line a product, with its size", () => {
  expect(products.map(({ path }) => path)).toContain(".build/handlers/pet-reminders/api.zip");
  for (const product of products) expect(describeProduct(product)).toMatch(/^\.build\/\S+ +\d+\.\d KB$/);
});

function decode(content: Uint8Array): string {
  return new TextDecoder().decode(content);
}
