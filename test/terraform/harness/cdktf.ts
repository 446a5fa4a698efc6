import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { CDKTF_CLI } from "../../../scripts/lib/cdktf-cli.js";
import { available } from "../../support/requires.js";
import { type Run, runTool } from "../terraform.js";
import { region } from "./account.js";
import type { Checkout } from "./checkout.js";

const stateSchema = v.object({
  resources: v.array(v.object({ mode: v.string() })),
  outputs: v.record(v.string(), v.object({ value: v.unknown() })),
});

/** What a person has who deploys by npm's scripts. */
export interface CdktfUser {
  /** Runs `npm run deploy` or `npm run destroy` for one stack. */
  run(command: "deploy" | "destroy", system: string): Promise<Run>;
  /** The state that it leaves: how many resources there are, and the outputs. */
  state(system: string): Promise<{ readonly resources: number; readonly outputs: Readonly<Record<string, unknown>> }>;
}

/** Whether `npx` has the cdktf CLI, or can load it. */
export function requiresCdktf(): boolean {
  const { status } = spawnSync("npx", ["--yes", CDKTF_CLI, "--version"], { stdio: "ignore" });
  return available(status === 0, "npx cannot load cdktf-cli");
}

/** The scripts as they are; the environment alone leads the provider to this machine. */
export function cdktfUser(
  { folder }: Checkout,
  settings: { readonly env: NodeJS.ProcessEnv; readonly endpoint: string; readonly stage: string },
): CdktfUser {
  const { CDKTF_OUTDIR: _, ...inherited } = settings.env;
  const env = {
    ...inherited,
    ...{ AWS_ENDPOINT_URL: settings.endpoint, AWS_EC2_METADATA_DISABLED: "true" },
    ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    ...{ TF_VAR_stage: settings.stage, TF_VAR_region: region, TF_VAR_alarm_email: "alarms@example.com" },
  };
  return {
    // A mirror has no checksums for the other machines that a lock is for.
    run: (command, system) =>
      runTool("npm", ["run", command, "--", system, "--auto-approve", "--skip-provider-lock"], { cwd: folder, env }),
    async state(system) {
      const file = join(folder, "terraform", settings.stage, `${system}.tfstate`);
      const { resources, outputs } = v.parse(stateSchema, JSON.parse(await readFile(file, "utf8")));
      return {
        resources: resources.filter(({ mode }) => mode === "managed").length,
        outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
      };
    },
  };
}
