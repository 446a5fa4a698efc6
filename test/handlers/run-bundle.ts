import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import * as v from "valibot";

/** What a function made of one event. */
type Outcome = v.InferOutput<typeof outcomeSchema>;

const outcomeSchema = v.union([
  v.object({ value: v.unknown() }),
  v.object({ error: v.object({ name: v.string(), message: v.string(), stack: v.string() }) }),
]);
const reportSchema = v.object({ errors: v.nullable(v.array(v.string())), outcomes: v.array(outcomeSchema) });

/** How a bundle ran: its declared error names, what it made of each event, and all that it printed. */
export interface BundleRun {
  readonly errors: readonly string[] | null;
  readonly outcomes: readonly Outcome[];
  readonly printed: string;
  readonly code: number | null;
}

/**
 * Runs a built function as Lambda does: the zip's `index.mjs`, in a process of its own that has only the given environment,
 * with these events one after the other. A function that does not start gives no outcomes.
 */
export async function runBundle(
  name: string,
  environment: Readonly<Record<string, string>>,
  events: readonly unknown[],
  system = "pet-reminders",
): Promise<BundleRun> {
  const folder = await mkdtemp(join(tmpdir(), "stepwright-bundle-"));
  try {
    const zip = unzipSync(await readFile(join(".build", "handlers", system, `${name}.zip`)));
    for (const [path, content] of Object.entries(zip)) await writeFile(join(folder, path), content);
    await writeFile(join(folder, "events.json"), JSON.stringify(events));
    await writeFile(join(folder, "run.mjs"), RUNNER);
    const child = spawn(process.execPath, ["run.mjs"], { cwd: folder, env: { ...environment } });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
    const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
    const report = await readFile(join(folder, "report.json"), "utf8").catch(() => '{"errors":null,"outcomes":[]}');
    return { ...v.parse(reportSchema, JSON.parse(report)), printed, code };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const RUNNER = `
import { readFileSync, writeFileSync } from "node:fs";
const { handler } = await import("./index.mjs");
const outcomes = [];
for (const event of JSON.parse(readFileSync("events.json", "utf8"))) {
  outcomes.push(await handler(event).then(
    (value) => ({ value }),
    ({ name, message, stack }) => ({ error: { name, message, stack } }),
  ));
}
writeFileSync("report.json", JSON.stringify({ errors: handler.errors ?? null, outcomes }));
process.exit(0);
`;
