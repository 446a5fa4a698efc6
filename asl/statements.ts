import { type Bindings, boundTarget } from "./builder/resources.js";
import type { Path, Permission, PermissionConditions, Step } from "./builder/steps.js";
import type { DataPath, DataStep } from "./jsonpath/steps.js";
import { type FinishedWorkflow, workflowData } from "./render.js";

/** What a state machine's role must be allowed to do: actions on exact resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** When alone it holds; always by default. */
  readonly conditions?: PermissionConditions;
}

/**
 * The IAM statements that a workflow's own tasks need, and no more: one statement for each set of actions and conditions, in the
 * same order for the same workflow and bindings.
 *
 * @throws TypeError for a resource without a binding.
 * Source: AWS Step Functions Developer Guide, "IAM policies for integrated services".
 */
export function statements(workflow: FinishedWorkflow, bindings: Bindings): readonly Statement[] {
  const found = new Map<string, { readonly permission: Permission; readonly arns: Set<string> }>();
  for (const permission of permissionsOf(workflowData(workflow))) {
    const key = `${[...permission.actions].sort().join()} ${JSON.stringify(permission.conditions ?? {})}`;
    const { arns } = found.get(key) ?? { arns: new Set<string>() };
    for (const resource of permission.resources) arns.add(boundTarget(resource, bindings));
    found.set(key, { permission, arns });
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { permission, arns }]) => ({
      actions: [...permission.actions].sort(),
      resources: [...arns].sort(),
      ...(permission.conditions && { conditions: permission.conditions }),
    }));
}

function* permissionsOf(path: Path | DataPath): Generator<Permission> {
  for (const step of path.steps) {
    yield* ownPermissions(step);
    for (const inner of pathsIn(step)) yield* permissionsOf(inner);
  }
}

function ownPermissions(step: Step | DataStep): readonly Permission[] {
  return [
    ...("work" in step && "permissions" in step.work ? step.work.permissions : []),
    ...("credentials" in step && step.credentials ? step.credentials.permissions : []),
  ];
}

/** The paths that a step holds: the ways of a choice, catchers, branches, what a Map runs. */
function pathsIn(step: Step | DataStep): readonly (Path | DataPath)[] {
  if (step.kind === "choice") return [...step.rules.map((rule) => rule.path), step.otherwise];
  const scopes = "work" in step ? step.work : step;
  return [
    ...("catch" in step ? step.catch.map((rule) => rule.path) : []),
    ...("branches" in scopes ? scopes.branches : []),
    ...("processor" in scopes ? [scopes.processor] : []),
  ];
}
