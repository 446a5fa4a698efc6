import { type Bindings, boundTarget } from "./builder/resources.js";
import type { Path, Permission, Step } from "./builder/steps.js";
import type { DataPath, DataStep } from "./jsonpath/steps.js";
import { type FinishedWorkflow, workflowData } from "./render.js";

/** What a state machine's role must be allowed to do: actions on exact resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * The IAM statements that a workflow's own tasks need, and no more: one statement for each set of actions, in the same order
 * for the same workflow and bindings.
 *
 * @throws TypeError for a resource without a binding.
 * Source: AWS Step Functions Developer Guide, "IAM policies for integrated services".
 */
export function statements(workflow: FinishedWorkflow, bindings: Bindings): readonly Statement[] {
  const resources = new Map<string, Set<string>>();
  for (const { actions, resources: needed } of permissionsOf(workflowData(workflow))) {
    const key = [...actions].sort().join(" ");
    const known = resources.get(key) ?? new Set();
    for (const resource of needed) known.add(boundTarget(resource, bindings));
    resources.set(key, known);
  }
  return [...resources]
    .map(([actions, arns]) => ({ actions: actions.split(" "), resources: [...arns].sort() }))
    .sort((a, b) => (a.actions.join() < b.actions.join() ? -1 : 1));
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
