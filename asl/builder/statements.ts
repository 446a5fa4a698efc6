import { type Bindings, type FinishedWorkflow, workflowData } from "./render.js";
import type { Path, Step } from "./steps.js";

/** What a state machine's role must be allowed to do: actions on exact resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * The IAM statements that a workflow's own tasks need, and no more; the same statements in the same order for the same
 * workflow and bindings.
 *
 * Source: AWS Step Functions Developer Guide, "IAM policies for integrated services".
 */
export function statements(workflow: FinishedWorkflow, bindings: Bindings): readonly Statement[] {
  const functions = new Set<string>();
  for (const step of allSteps(workflowData(workflow))) {
    if (step.kind === "work" && step.work.kind === "invoke") functions.add(bindings.lambda(step.work.function.name));
  }
  return functions.size === 0 ? [] : [{ actions: ["lambda:InvokeFunction"], resources: [...functions].sort() }];
}

function* allSteps(path: Path): Generator<Step> {
  for (const step of path.steps) {
    yield step;
    for (const side of sidePaths(step)) yield* allSteps(side);
  }
}

function sidePaths(step: Step): readonly Path[] {
  if (step.kind === "choice") return [...step.rules.map((rule) => rule.path), step.otherwise];
  if (step.kind !== "work") return [];
  const caught = step.catch.map((rule) => rule.path);
  return step.work.kind === "parallel" ? [...caught, ...step.work.branches] : caught;
}
