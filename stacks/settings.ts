import { type CustomerKey, customerKey } from "./constructs/customer-key.js";
import type { StateBucket } from "./constructs/system-stack.js";

/** What the environment says of a synthesis. */
export interface Settings {
  readonly stage: string;
  readonly state?: StateBucket;
  readonly shiftsInSteps: boolean;
  readonly customerKey?: CustomerKey;
}

/**
 * Reads the settings that are decided when the stacks are synthesized, since Terraform takes no variable in their place:
 *
 * - `TF_VAR_stage`: the stage, `dev` when not set; `STEPWRIGHT_STAGE` brings it through the cdktf CLI, which passes no `TF_VAR_...` on
 * - `STATE_BUCKET` and `STATE_BUCKET_REGION`: an S3 bucket for the Terraform states; local files when not set
 * - `SHIFT_ALIAS=steps`: `npm run shift-alias` moves the state machines' aliases; `at-once` or not set: Terraform does
 * - `CUSTOMER_KEY_ARN`: a KMS key that encrypts what AWS would encrypt with keys of its own; docs/keys.md says what the key's owner has to do
 *
 * @throws Error when one is set without the other, or to a value that is none of its own.
 * @example `settingsFrom(process.env)`
 */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { STATE_BUCKET: bucket, STATE_BUCKET_REGION: region } = environment;
  const stage = environment.TF_VAR_stage ?? environment.STEPWRIGHT_STAGE ?? "dev";
  const shift = environment.SHIFT_ALIAS ?? "at-once";
  if (shift !== "steps" && shift !== "at-once") {
    throw new Error(`SHIFT_ALIAS is "${shift}". Set it to "steps" or "at-once", or leave it out.`);
  }
  if (!bucket !== !region) {
    const [set, missing] = bucket ? ["STATE_BUCKET", "STATE_BUCKET_REGION"] : ["STATE_BUCKET_REGION", "STATE_BUCKET"];
    throw new Error(`${set} is set but ${missing} is not. Set both to keep the Terraform state in S3, or neither.`);
  }
  const { CUSTOMER_KEY_ARN: keyArn } = environment;
  return {
    stage,
    shiftsInSteps: shift === "steps",
    ...(bucket && region && { state: { bucket, region } }),
    ...(keyArn && { customerKey: customerKey(keyArn) }),
  };
}
