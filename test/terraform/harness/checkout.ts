import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTool } from "../terraform.js";

/** What a deployment is made from. */
const SOURCES = ["asl", "frontend", "handlers", "scripts", "stacks", "cdktf.json", "package.json", "tsconfig.json"];

/** A copy of the sources, in which a test may do what a developer does: change a file, synthesize, deploy. */
export interface Checkout {
  readonly folder: string;
  /**
   * Builds and writes the stacks, as `npm run synth` does, to a folder of the checkout: two of these share their states.
   *
   * @throws Error with what it printed
   */
  synth(stage: string, outdir: string): Promise<void>;
  /** Replaces a text that stands once in a file. @throws Error when it does not */
  replace(file: string, text: string, by: string): Promise<void>;
  remove(): Promise<void>;
}

/** Copies the sources of this repository; the packages are shared. */
export async function checkOut(): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), "stepwright-checkout-"));
  await Promise.all(SOURCES.map((name) => cp(join(process.cwd(), name), join(folder, name), { recursive: true })));
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "dir");
  return {
    folder,
    async synth(stage, outdir) {
      const env = { ...process.env, TF_VAR_stage: stage, CDKTF_OUTDIR: join(folder, outdir) };
      const run = await runTool(process.execPath, [join("scripts", "run.mjs"), "synth"], { cwd: folder, env });
      if (run.code !== 0) throw new Error(`The synthesis ended with code ${run.code}:\n${run.output}`);
    },
    async replace(file, text, by) {
      const path = join(folder, file);
      const parts = (await readFile(path, "utf8")).split(text);
      if (parts.length !== 2) throw new Error(`"${text}" stands ${parts.length - 1} times in ${file}, not once.`);
      await writeFile(path, parts.join(by));
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
