import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";

const sources = ["asl", "handlers", "stacks", "frontend", "scripts", "local", "tsconfig.json", "cdktf.json"];

/** A download that stalls is begun again within the test's time: npm's own five minutes are all of it. */
const patience = ["--prefer-offline", "--fetch-timeout=45000", "--fetch-retries=3"];

const manifestSchema = v.looseObject({ dependencies: v.record(v.string(), v.string()) });

/** How a copy's packages differ from ours. */
export interface OtherPackages {
  /** Versions in place of ours, as in a `package.json`'s `dependencies`. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The `overrides` of its `package.json`. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Synthesizes a copy of our sources with other packages, in a temporary folder that is gone afterwards.
 *
 * @returns each system's `cdk.tf.json`, parsed.
 * @throws Error with all that npm or the synthesis printed, when one fails.
 * @example await synthesizeWith({ dependencies: { "@cdktf/provider-aws": "21.22.1" } });
 */
export async function synthesizeWith({
  dependencies,
  overrides,
}: OtherPackages): Promise<Readonly<Record<string, unknown>>> {
  const copy = await mkdtemp(join(tmpdir(), "stepwright-successor-"));
  try {
    for (const source of sources) await cp(source, join(copy, source), { recursive: true });
    await cp("package-lock.json", join(copy, "package-lock.json"));
    // Without `devDependencies`: a synthesis needs none of them.
    const { devDependencies: _, ...manifest } = v.parse(
      manifestSchema,
      JSON.parse(await readFile("package.json", "utf8")),
    );
    const other = {
      ...manifest,
      dependencies: { ...manifest.dependencies, ...dependencies },
      ...(overrides && { overrides }),
    };
    await writeFile(join(copy, "package.json"), JSON.stringify(other));
    await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...patience], copy);
    await run(process.execPath, [join("scripts", "run.mjs"), "synth"], copy);
    return await stacksIn(join(copy, "cdktf.out"));
  } finally {
    await rm(copy, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Each system's `cdk.tf.json` in a folder that CDKTF has written, parsed. */
export async function stacksIn(outDir: string): Promise<Readonly<Record<string, unknown>>> {
  const manifest = v.parse(
    v.object({ stacks: v.record(v.string(), v.looseObject({})) }),
    JSON.parse(await readFile(join(outDir, "manifest.json"), "utf8")),
  );
  const read = async (system: string): Promise<[string, unknown]> => [
    system,
    JSON.parse(await readFile(join(outDir, "stacks", system, "cdk.tf.json"), "utf8")),
  ];
  return Object.fromEntries(await Promise.all(Object.keys(manifest.stacks).sort().map(read)));
}

/** The JSON pointers at which two values differ, each with what is there and what was there. */
export function differences(before: unknown, after: unknown, pointer = ""): readonly string[] {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    );
  }
  const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
  return was === is ? [] : [`${pointer}: ${was} -> ${is}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { TF_VAR_stage: _, CDKTF_OUTDIR: __, ...env } = process.env;
  const child = spawn(command, args, { cwd, env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with code ${code}:\n${printed}`);
}
