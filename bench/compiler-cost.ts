import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { table } from "./table.js";

const run = promisify(execFile);
const folder = join(".build", "bench", "compiler-cost");
const lengths = [50, 100, 200, 400];

/** A workflow of so many tasks, of which the first few bind their result to a name. */
function program(states: number, bound: number): string {
  const steps = Array.from({ length: states }, (_, index) =>
    index < bound
      ? `.let("result${index}", "Work${index}", ({ input }) => invoke(work, { id: input.id }))`
      : `.do("Work${index}", ({ input }) => invoke(work, { id: input.id }))`,
  );
  return [
    'import { invoke, lambda, workflow } from "../../../../asl/index.js";',
    'interface Work { (event: { id: string }): Promise<{ done: boolean }>; readonly errors: readonly "Busy"[] }',
    'const work = lambda<Work>("work");',
    'export const flow = workflow<{ readonly id: string }>("bench")',
    ...steps,
    '.succeed("Done", ({ result0 }) => result0.done);',
  ].join("\n");
}

/** How often the compiler instantiates a type to check a program, in thousands, and how long the check takes in seconds. */
async function cost(compiler: readonly string[], states: number, bound: number): Promise<string> {
  const here = join(folder, `${states}-${bound}`);
  await mkdir(here, { recursive: true });
  await writeFile(join(here, "program.ts"), program(states, bound));
  await writeFile(
    join(here, "tsconfig.json"),
    JSON.stringify({ extends: "../../../../tsconfig.json", include: ["program.ts"], exclude: [] }),
  );
  const [command = "", ...rest] = compiler;
  const { stdout } = await run(command, [...rest, "-p", here, "--extendedDiagnostics"]);
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]);
  const seconds = Number(/^Check time:\s+([\d.]+)s/m.exec(stdout)?.[1]);
  return `${Math.round(instantiations / 1000)} (${seconds.toFixed(2)} s)`;
}

async function costs(compiler: readonly string[], title: string): Promise<string[][]> {
  const rows: string[][] = [];
  for (const [what, boundOf] of [
    ["ten bound", () => 10],
    ["all bound", (states: number) => states],
  ] as const) {
    const cells: string[] = [];
    for (const states of lengths) cells.push(await cost(compiler, states, boundOf(states)));
    rows.push([`${title}, ${what}`, ...cells]);
  }
  return rows;
}

const typescript59 = ["npx", "--yes", "--package", "typescript@5.9.3", "--", "tsc"];

/**
 * Counts what chains of tasks cost the compiler, imports of `asl/` included. TypeScript 5.9 is fetched by `npx`, since a second compiler among the
 * dependencies would take the name `tsc` from the first.
 */
export async function compilerCost(): Promise<string> {
  const rows = await costs([process.execPath, join("node_modules", "typescript", "bin", "tsc")], "TypeScript 7.0.2");
  const older = await run("npx", [...typescript59.slice(1), "--version"]).then(
    () => true,
    () => false,
  );
  if (older) rows.unshift(...(await costs(typescript59, "TypeScript 5.9.3")));
  else console.error("npx cannot fetch typescript@5.9.3: its rows are left out.");
  await rm(folder, { recursive: true, force: true });
  return table(["thousand instantiations", ...lengths.map((length) => `${length} states`)], rows);
}
