import { mkdirSync } from "node:fs";
import { App } from "cdktf";
import { Hello } from "./hello.js";
import { Orders } from "./orders.js";
import { PetReminders } from "./pet-reminders.js";
import type { Settings } from "./settings.js";
import { Smoothies } from "./smoothies.js";

/** Settings of the app: folders, and what the environment says. */
export interface AppSettings extends Partial<Settings> {
  /** Where the synthesized stacks go. */
  readonly outdir: string;
  /** What the build wrote, as an absolute path; no path of it enters the synthesized stacks. */
  readonly buildDir: string;
  readonly stage: string;
}

/** Makes the CDKTF app with one stack a system; `synth()` on it writes `stacks/<system>/cdk.tf.json`. */
export function createApp({ outdir, ...settings }: AppSettings): App {
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  new Hello(app, settings);
  new Orders(app, settings);
  new PetReminders(app, settings);
  new Smoothies(app, settings);
  return app;
}
