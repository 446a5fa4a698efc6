import { createHash } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { OUT } from "../../stacks/synthesized.js";
import { type Document, parseDocument, type Scenario } from "./scenarios.js";

/** A zip of a known size, the same in every run: what handlers weigh today is not what a review is measured by. */
function zipOf(name: string, bytes: number): Uint8Array {
  const text = `// ${name}\n`.padEnd(bytes, "x");
  return zipSync({ "index.mjs": [strToU8(text), { level: 0, mtime: new Date(2026, 0, 1) }] });
}

/** Gives each function a zip of a size of its own. */
async function writeZips(folder: string, document: Document, grown: Scenario["grown"] = {}): Promise<void> {
  for (const [index, [name, block]] of Object.entries(document.resource.aws_lambda_function ?? {}).entries()) {
    const zip = zipOf(name, 40_000 + 1000 * index + (grown[name] ?? 0));
    block.filename = `assets/${name}.zip`;
    block.source_code_hash = createHash("sha256").update(zip).digest("base64");
    await mkdir(join(folder, "assets"), { recursive: true });
    await writeFile(join(folder, "assets", `${name}.zip`), zip);
  }
}

/** Writes a stack as it was synthesized, but for its zips; its other files come along. */
export async function writeBase(out: string, system: string): Promise<void> {
  const folder = join(out, "stacks", system);
  await cp(join(OUT, "stacks", system), folder, { recursive: true });
  const document = parseDocument(await readFile(join(folder, "cdk.tf.json"), "utf8"));
  await writeZips(folder, document);
  await writeFile(join(folder, "cdk.tf.json"), JSON.stringify(document, null, 2));
}

/** Writes the stack as the scenario leaves it; nothing where it is gone. */
export async function writeHead(out: string, { kind, system, change, grown, write }: Scenario): Promise<void> {
  await mkdir(join(out, "stacks"), { recursive: true });
  if (kind === "destroy") return;
  await writeBase(out, system);
  const file = join(out, "stacks", system, "cdk.tf.json");
  const document = parseDocument(await readFile(file, "utf8"));
  change(document);
  await writeZips(dirname(file), document, grown);
  await writeFile(file, write?.(document) ?? JSON.stringify(document, null, 2));
}

/** Base and head of a scenario, below a folder. */
export async function writeScenario(
  folder: string,
  scenario: Scenario,
): Promise<{ readonly base: string; readonly head: string }> {
  const base = join(folder, "base");
  const head = join(folder, "head");
  await mkdir(base, { recursive: true });
  if (scenario.kind !== "first") await writeBase(base, scenario.system);
  await writeHead(head, scenario);
  return { base, head };
}
