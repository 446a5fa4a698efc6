import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const SOURCES = [
  "asl",
  "handlers",
  "stacks",
  "frontend",
  "scripts",
  "local",
  "package.json",
  "tsconfig.json",
  "cdktf.json",
];

/** A file's path below its folder, and what is in it. */
type Files = ReadonlyMap<string, Buffer>;

/** The files, and in place of each zip what is in it. */
function unpacked(files: Files): readonly { readonly path: string; readonly text: string }[] {
  return [...files].flatMap(([path, content]) =>
    path.endsWith(".zip")
      ? Object.entries(unzipSync(content)).map(([inner, bytes]) => ({
          path: inner,
          text: Buffer.from(bytes).toString(),
        }))
      : [{ path, text: content.toString() }],
  );
}

describe("two working copies", () => {
  let home = "";
  let copies: readonly [string, string] = ["", ""];
  let first: Files = new Map();
  let second: Files = new Map();

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "stepwright-copies-"));
    copies = [join(home, "one"), join(home, "another place", "with a longer path")];
    const [one, another] = copies;
    await mkdir(one);
    for (const source of SOURCES) await cp(source, join(one, source), { recursive: true });
    await cp(one, another, { recursive: true });
    const packages = join(process.cwd(), "node_modules");
    for (const copy of copies) await symlink(packages, join(copy, "node_modules"));
    await synthesize(one, {});
    // In the second copy everything that must not matter is different.
    await synthesize(another, { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", HOME: another, CI: "1" });
    first = await filesIn(join(one, "cdktf.out"));
    second = await filesIn(join(another, "cdktf.out"));
  });

  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  test("synthesize the same files", () => {
    expect([...second.keys()]).toEqual([...first.keys()]);
    expect([...first.keys()]).toContain("stacks/pet-reminders/cdk.tf.json");
    expect(first.size).toBeGreaterThan(5);
  });

  test("with the same bytes", () => {
    const different = [...first].filter(([path, content]) => !content.equals(second.get(path) ?? Buffer.alloc(0)));
    expect(different.map(([path]) => path)).toEqual([]);
  });

  test("which name no folder of the machine", () => {
    const folders = [home, process.cwd(), tmpdir(), process.env.HOME].filter(
      (one) => one !== undefined && one.length > 1,
    );
    const named = unpacked(first).filter(({ text }) => folders.some((folder) => text.includes(`${folder}/`)));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  test("nor any absolute path in what Terraform reads", () => {
    for (const [path, content] of first) {
      if (!path.endsWith(".tf.json") && !path.endsWith("manifest.json")) continue;
      const text = content.toString();
      const absolute = [...text.matchAll(/"((?:\/[\w.-]+)+\/?|[A-Z]:\\\\[^"]*)"/g)].map(([, found]) => found ?? "");
      // Paths of the site and of log groups, which are no files.
      expect(absolute.filter((found) => !/^\/(api|aws|assets)\//.test(found))).toEqual([]);
    }
  });
});

async function synthesize(copy: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const { TF_VAR_stage: _, CDKTF_OUTDIR: __, ...env } = process.env;
  const child = spawn(process.execPath, [join("scripts", "run.mjs"), "synth"], {
    cwd: copy,
    env: { ...env, ...environment },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`The synthesis in ${copy} ended with code ${code}:\n${printed}`);
}

async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    paths.sort().map(async (path) => [relative(folder, path), await readFile(path)] as const),
  );
  return new Map(contents);
}
