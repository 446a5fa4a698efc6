import type { Statement } from "./iam.js";

/**
 * What one release of a system needed. A running execution keeps its definition for up to a year, but neither its state
 * machine's role nor its functions' code: so both must go on serving it.
 *
 * ARNs hold `{partition}`, `{region}`, `{account}` and `{stage}` in place of what differs between deployments.
 */
export interface Release {
  /** The day of the release, `YYYY-MM-DD`. */
  readonly date: string;
  /** The functions, by the last part of their names. */
  readonly functions: readonly string[];
  /**
   * The Terraform addresses of what held data or running executions. One that goes would be destroyed: where a refactoring
   * changes it, a `moved` block (CDKTF's `resource.moveFromId("<old address>")`) must lead to the new one.
   */
  readonly keeps: readonly string[];
  /** For each state machine, by the last part of its name, what its tasks needed. */
  readonly machines: Readonly<Record<string, readonly ReleasedStatement[]>>;
}

/** A statement of a release: what `statements(workflow, bindings)` derives. */
export type ReleasedStatement = Pick<Statement, "actions" | "conditions"> & { readonly resources: readonly string[] };

/** What stands for the parts of an ARN that differ between deployments. */
export interface Deployment {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stage: string;
}

/**
 * What a state machine's role must allow: what its workflow needs today, and what those of the releases needed that may
 * still have executions running. A statement that today's cover is not repeated.
 */
export function liveStatements(
  machine: string,
  own: readonly Statement[],
  releases: readonly Release[],
  deployment: Deployment,
): readonly Statement[] {
  const all = [...own];
  for (const { machines } of releases) {
    for (const released of machines[machine] ?? []) {
      const bound = { ...released, resources: released.resources.map((resource) => bind(resource, deployment)) };
      const missing = uncovered(bound, all);
      if (missing) all.push(missing);
    }
  }
  return all;
}

/** What of a statement others do not allow, at all or under the same conditions: all its actions on the resources that none of them names. */
export function uncovered(
  { actions, resources = [], conditions }: Statement,
  others: readonly Statement[],
): ReleasedStatement | undefined {
  const same = JSON.stringify(conditions);
  const allowing = others.filter(
    (other) =>
      (other.effect ?? "Allow") === "Allow" &&
      (other.conditions === undefined || JSON.stringify(other.conditions) === same),
  );
  const missing = resources.filter((resource) =>
    actions.some(
      (action) => !allowing.some((one) => one.actions.includes(action) && one.resources?.includes(resource) === true),
    ),
  );
  return missing.length > 0 ? { actions, resources: missing, ...(conditions && { conditions }) } : undefined;
}

function bind(resource: string, deployment: Deployment): string {
  return resource.replaceAll(/\{(partition|region|account|stage)\}/g, (_, part: keyof Deployment) => deployment[part]);
}
