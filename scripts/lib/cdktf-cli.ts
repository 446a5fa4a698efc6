/** The CLI of CDKTF, which `npx` loads when it is first needed. */
export const CDKTF_CLI = "cdktf-cli@0.21.0";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment to run the CLI in. It keeps every `TF_VAR_...` from the synthesis that it starts, so the stage goes there by
 * another name.
 *
 * @example `cdktfEnvironment({ TF_VAR_stage: "prod" })` gives `{ TF_VAR_stage: "prod", STEPWRIGHT_STAGE: "prod" }`
 */
export function cdktfEnvironment(environment: Environment): Environment {
  const { TF_VAR_stage: stage } = environment;
  return stage === undefined ? environment : { ...environment, STEPWRIGHT_STAGE: stage };
}
