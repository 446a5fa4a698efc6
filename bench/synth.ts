import { execFile } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { bareApp } from "./bare-app.js";
import { shown, table } from "./table.js";

const run = promisify(execFile);
const folder = join(".build", "bench", "synth");
const rounds = 9;

/** The whole of our synthesis but for the bundling of handlers and pages, as `scripts/synth.ts` does it. */
const ours = `import { join } from "node:path";
import { createApp } from "../../../stacks/app.js";
import { settingsFrom } from "../../../stacks/settings.js";
createApp({ outdir: process.argv[2], buildDir: join(process.cwd(), ".build"), ...settingsFrom(process.env) }).synth();
console.error(process.resourceUsage().maxRSS);
`;

const importAlone = `import "cdktf";\nconsole.error(process.resourceUsage().maxRSS);\n`;

/** Bundles our sources into one file; packages stay outside, as in every script of ours, or come in. */
async function bundled(name: string, source: string, packages: "external" | "bundle"): Promise<string> {
  const entry = join(folder, `${name}.ts`);
  const outfile = join(folder, `${name}.mjs`);
  await writeFile(entry, source);
  await build({
    ...{ entryPoints: [entry], outfile, bundle: true, platform: "node", target: "node20", format: "esm", packages },
    // What is CommonJS inside asks for these.
    banner: {
      js: 'import { createRequire } from "node:module"; import { dirname as dirnameOf } from "node:path"; import { fileURLToPath } from "node:url"; const require = createRequire(import.meta.url); const __filename = fileURLToPath(import.meta.url); const __dirname = dirnameOf(__filename);',
    },
    logLevel: "silent",
  });
  return outfile;
}

interface Cost {
  readonly seconds: number;
  readonly mebibytes: number;
}

async function once(args: readonly string[]): Promise<Cost> {
  const start = performance.now();
  const { stderr } = await run(process.execPath, [...args], { maxBuffer: 1 << 26 });
  const seconds = (performance.now() - start) / 1000;
  return { seconds, mebibytes: Number(/(\d+)\s*$/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}

/** The medians of some runs that take turns, so that all of them see the same machine. */
async function inTurn(programs: Readonly<Record<string, readonly string[]>>): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost[]>(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, args] of Object.entries(programs)) costs.get(name)?.push(await once(args));
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  return new Map(
    [...costs].map(([name, all]) => [
      name,
      { seconds: median(all.map(({ seconds }) => seconds)), mebibytes: median(all.map((one) => one.mebibytes)) },
    ]),
  );
}

/** Times the synthesis of all stacks beside a bare CDKTF app with the same resources, and prints Markdown. */
export async function benchSynth(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Its first run builds handlers and pages anew, the second finds them as they are.
  const whole = [join("scripts", "run.mjs"), "synth"];
  await rm(join(".build", "handlers"), { recursive: true, force: true });
  await rm(join(".build", "site"), { recursive: true, force: true });
  const cold = await once(whole);
  const bare = await bareApp("cdktf.out");
  const out = join(folder, "out");
  const costs = await inTurn({
    "all stacks": [await bundled("ours", ours, "external"), out],
    "bare app, same resources": [await bundled("bare", bare, "external"), out],
    "all stacks, packages bundled": [await bundled("ours-bundled", ours, "bundle"), out],
    "bare app, packages bundled": [await bundled("bare-bundled", bare, "bundle"), out],
    'import "cdktf" alone': [await bundled("import", importAlone, "external")],
    "npm run synth, bundling of handlers and pages included": whole,
  });
  const rows = [...costs].map(([name, { seconds, mebibytes }]) => [
    name,
    shown(seconds),
    Number.isNaN(mebibytes) ? "" : shown(mebibytes),
  ]);
  const resources = (bare.match(/^make\(/gm) ?? []).length;
  const stacks = (await readdir(join("cdktf.out", "stacks"))).length;
  console.log(`## Synthesis\n\n${stacks} stacks, ${resources} resources and data sources.\n`);
  console.log(
    table(["whole process", "seconds", "MiB"], [...rows, ["npm run synth, nothing built", shown(cold.seconds), ""]]),
  );
}
