import { mkdirSync } from "node:fs";
import { App } from "cdktf";
import { PetReminders } from "./pet-reminders.js";

/** Settings of the app: folders, and the stage whose Terraform state the stacks use. */
export interface AppSettings {
  /** Where the synthesized stacks go. */
  readonly outdir: string;
  /** What the build wrote, as an absolute path; no path of it enters the synthesized stacks. */
  readonly buildDir: string;
  readonly stage: string;
}

/** Makes the CDKTF app with one stack a system; `synth()` on it writes `stacks/<system>/cdk.tf.json`. */
export function createApp({ outdir, buildDir, stage }: AppSettings): App {
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  new PetReminders(app, { buildDir, stage });
  return app;
}
