import type { DataPath, DataStep } from "./steps.js";

const passesDataOn = new Set<DataStep["kind"]>(["task", "parallel", "map", "distributedMap", "pass", "wait"]);

/**
 * A step that passes on a part of its data alone.
 *
 * @throws TypeError where that part would not be all that comes next: after a choice or an end, and after a catcher that falls
 * through, whose data does not pass through the state's `OutputPath`.
 */
export function withOutputPath(step: DataStep | undefined, outputPath: string): DataStep {
  if (step === undefined || step.kind === "goTo" || !passesDataOn.has(step.kind)) {
    throw new TypeError(
      `outputPath(${JSON.stringify(outputPath)}) belongs right behind a task, parallel, map, pass or wait: use select instead.`,
    );
  }
  if ("catch" in step && !step.catch.every(({ path }) => ends(path))) {
    throw new TypeError(
      `A catcher of ${step.name} falls through, past outputPath(${JSON.stringify(outputPath)}): end its path, or use select after it.`,
    );
  }
  return { ...step, outputPath };
}

/** Whether a path never falls through. */
function ends(path: DataPath): boolean {
  const last = path.steps.at(-1);
  if (last?.kind === "choice") return ends(last.otherwise) && last.rules.every((rule) => ends(rule.path));
  return last !== undefined && ["succeed", "fail", "goTo"].includes(last.kind);
}
