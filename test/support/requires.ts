import { spawnSync } from "node:child_process";

const said = new Set<string>();

/**
 * Whether a tool that some tests need is on this machine.
 *
 * Says so once when it is missing, so that no test is skipped in silence.
 *
 * @example describe.runIf(requires("aws"))("the AWS CLI", () => { ... });
 * @throws when it is missing and REQUIRE_ALL=1 is set, as in CI: there a skip is a failure
 */
export function requires(tool: string, argument = "--version"): boolean {
  const isThere = spawnSync(tool, [argument], { stdio: "ignore" }).status === 0;
  return available(isThere, `'${tool}' is not installed`);
}

/** As {@link requires}, for what is not a tool: `why` says what is missing, such as "there is no provider here". */
export function available(isThere: boolean, why: string): boolean {
  if (isThere) return true;
  const missing = `${why}: the tests that need it`;
  if (process.env.REQUIRE_ALL === "1")
    throw new Error(`${missing} cannot run, and REQUIRE_ALL=1 forbids to skip them.`);
  if (!said.has(why)) console.warn(`${missing} are skipped.`);
  said.add(why);
  return false;
}
