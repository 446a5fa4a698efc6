import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { readStacks, type Stack } from "../../local/terraform/stack.js";
import { createApp } from "../../stacks/app.js";
import type { Settings } from "../../stacks/settings.js";
import { OUT, stacks } from "./synthesized.js";

/** One stack as it was synthesized for one stage. */
export interface Synthesized {
  readonly system: string;
  readonly stage: string;
  readonly stack: Stack;
  /** The folder that holds `stacks/<system>`. */
  readonly out: string;
}

/**
 * Synthesizes every stack from what the build has written, into a folder that goes when the test file has run. Call it
 * while tests are collected.
 */
export async function synthesizeFor(settings: Settings): Promise<readonly Synthesized[]> {
  const out = await mkdtemp(join(tmpdir(), "stepwright-stage-"));
  afterAll(() => rm(out, { recursive: true, force: true }));
  createApp({ outdir: out, buildDir: join(process.cwd(), ".build"), ...settings }).synth();
  return (await readStacks(out)).map((stack) => ({ system: stack.system, stage: settings.stage, stack, out }));
}

/** For `describe.each`: each stack by its name, for the stage `dev` as the command wrote it, and for `prod`. */
export async function everyStage(): Promise<readonly (readonly [string, Synthesized])[]> {
  const dev = stacks.map((stack) => ({ system: stack.system, stage: "dev", stack, out: OUT }));
  const prod = await synthesizeFor({ stage: "prod", shiftsInSteps: false });
  return [...dev, ...prod].map((one) => [`${one.system} in ${one.stage}`, one] as const);
}
