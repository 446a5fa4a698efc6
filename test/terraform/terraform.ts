import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { available, requires } from "../support/requires.js";
import { spawnBound } from "../support/spawn-bound.js";

/** How a command of Terraform ended, and what it printed. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  /** All that it printed, in colourless words. */
  readonly output: string;
}

/** A folder of its own in which the real `terraform` runs, with none of the user's settings. */
export interface Workspace {
  readonly folder: string;
  /** Runs `terraform ...args`. It never asks for input and never reaches AWS. */
  run(...args: readonly string[]): Promise<Run>;
  remove(): Promise<void>;
}

/** Where providers may lie unpacked. */
const MIRROR = process.env.TF_PLUGIN_MIRROR ?? join("/", "opt", "tf-plugins");

/** Where Terraform keeps what it has loaded, between runs too. */
const CACHE = process.env.TF_PLUGIN_CACHE_DIR ?? join(tmpdir(), "stepwright-terraform-plugins");

/**
 * Whether Terraform and its AWS provider are here. The tests load nothing but npm packages by themselves: TF_PLUGIN_MIRROR names a folder
 * with the provider, or TF_PLUGIN_DOWNLOAD=1 lets Terraform load it (some 600 MB) from its registry.
 */
export function requiresAwsProvider(): boolean {
  const isThere = existsSync(MIRROR) || process.env.TF_PLUGIN_DOWNLOAD === "1";
  return (
    requires("terraform") &&
    available(isThere, "Terraform's AWS provider is not here (set TF_PLUGIN_MIRROR or TF_PLUGIN_DOWNLOAD=1)")
  );
}

/** Makes an empty workspace. */
export async function workspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "stepwright-terraform-"));
  const env = await terraformEnvironment(folder);
  return {
    folder,
    run: (...args) => terraformIn(folder, env, args),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * This process' environment without the user's settings of Terraform and AWS, and with a configuration of Terraform that
 * finds the provider.
 *
 * @param folder where the configuration is written to
 */
export async function terraformEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const config = join(folder, "cli.tfrc");
  // Terraform refuses a cache that is not there.
  await mkdir(CACHE, { recursive: true });
  await writeFile(config, cliConfig());
  const kept = Object.entries(process.env).filter(([name]) => !/^(TF|AWS)_/.test(name));
  const settings = { TF_CLI_CONFIG_FILE: config, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
  // Much of a command's processor time is Go's garbage collection while it reads the provider's schema, each time anew.
  return { ...Object.fromEntries(kept), ...settings, GOGC: "400" };
}

/** Runs `terraform ...args` in a folder, in colourless words. */
export function terraformIn(folder: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Run> {
  const [command = "", ...rest] = args;
  const colourless = ["init", "plan", "apply", "destroy", "validate", "output", "show", "test"].includes(command);
  return runTool("terraform", [command, ...(colourless ? ["-no-color"] : []), ...rest], { cwd: folder, env });
}

/** The run, if it succeeded. @throws Error with all that Terraform printed, otherwise. */
export function succeeded(run: Run): Run {
  if (run.code === 0) return run;
  throw new Error(`terraform ended with code ${run.code}:\n${run.output}`);
}

/** Where there is no mirror, Terraform loads the provider once, for all folders. */
function cliConfig(): string {
  if (!existsSync(MIRROR)) {
    return `plugin_cache_dir = ${JSON.stringify(CACHE)}\nplugin_cache_may_break_dependency_lock_file = true\n`;
  }
  return `provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(MIRROR)}
  }
}
`;
}

/** Runs a tool to its end, or to this process' end. */
export function runTool(
  tool: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const { child } = spawnBound(tool, args, options);
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, output }));
  });
}
