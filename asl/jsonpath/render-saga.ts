import { errors } from "../builder/errors.js";
import type { DataCatch, DataPath, DataStep, Handling } from "./steps.js";

/** A step of a saga, as plain data. */
export interface SagaStep {
  readonly part: DataPath;
  readonly undo: DataPath;
}

/** The ways to catch an error: the first one written holds the states of the way, the others go to its first state. */
type Way = () => DataPath;

const nowhere: DataPath = { steps: [] };

/**
 * A saga as ordinary steps: the parts, one after the other, in which each state that can fail catches any error and leads to the undo
 * steps that are due. These form one chain, the last step's undo first, that is entered at the step that failed.
 *
 * @throws TypeError where a state would drop data that the undo steps may need, or nothing in the saga can fail.
 */
export function sagaSteps(steps: readonly SagaStep[], failed: DataPath, stuck: DataPath): readonly DataStep[] {
  const stuckWay = once(stuck.steps);
  let due: readonly DataStep[] = caught(failed, "$.stuck", stuckWay).steps;
  let rest: string | undefined;
  const parts = steps.flatMap(({ part, undo }) => {
    due = [...caught(undo, "$.stuck", stuckWay).steps, ...due];
    const way: Way = () => {
      if (due.length === 0 && rest !== undefined) return goTo(rest);
      const chain = rest === undefined ? due : [...due, ...goTo(rest).steps];
      rest = nameOf(due[0]);
      due = [];
      return { steps: chain };
    };
    return caught(part, "$.problem", way).steps;
  });
  if (due.length > 0) {
    throw new TypeError(
      `No state of the saga leads to ${nameOf(due[0])}: give its step a task, or leave out its undo.`,
    );
  }
  return parts;
}

/** A path in which each state that can fail catches what none of its own catchers takes. */
function caught(path: DataPath, resultPath: string, way: Way): DataPath {
  return { steps: path.steps.map((step) => caughtStep(step, resultPath, way)) };
}

function caughtStep(step: DataStep, resultPath: string, way: Way): DataStep {
  if (step.kind !== "goTo" && dropsData(step)) {
    throw new TypeError(
      `${step.name} drops data inside a saga, where the undo steps may need it: give it a resultPath of its own, or null.`,
    );
  }
  if (step.kind === "choice") {
    const rules = step.rules.map((rule) => ({ ...rule, path: caught(rule.path, resultPath, way) }));
    return { ...step, rules, otherwise: caught(step.otherwise, resultPath, way) };
  }
  return "catch" in step ? { ...step, catch: withCatchAll(step, resultPath, way) } : step;
}

function withCatchAll({ catch: own }: Handling, resultPath: string, way: Way): readonly DataCatch[] {
  const inner = own.map((rule) => ({ ...rule, path: caught(rule.path, resultPath, way) }));
  if (own.some(({ error }) => error === errors.any)) return inner;
  return [...inner, { error: errors.any, resultPath, path: way() }];
}

/** Whether a state does not pass on all of its data. Ends do not count: nothing comes after them. */
function dropsData(step: Exclude<DataStep, { kind: "goTo" }>): boolean {
  if (step.kind === "succeed" || step.kind === "fail") return false;
  if ((step.outputPath ?? "$") !== "$" || step.kind === "jsonataPass" || step.kind === "jsonataTask") return true;
  if (step.kind === "pass") return step.resultPath === "$" || isReplaced(step);
  return "catch" in step && (step.resultPath === undefined || step.resultPath === "$");
}

// A Pass state that only sets variables has neither; its data goes on as it is.
function isReplaced({ parameters, inputPath, resultPath }: Extract<DataStep, { kind: "pass" }>): boolean {
  return resultPath === undefined && (parameters !== undefined || inputPath !== undefined);
}

function once(steps: readonly DataStep[]): Way {
  let first = true;
  return () => {
    const path = first ? { steps } : goTo(nameOf(steps[0]));
    first = false;
    return path;
  };
}

function goTo(target: string): DataPath {
  return { steps: [{ kind: "goTo", target }] };
}

function nameOf(step: DataStep | undefined): string {
  if (step === undefined) throw new TypeError("What follows a failed saga has no state: end it with fail, at least.");
  return step.kind === "goTo" ? step.target : step.name;
}

/** The steps of a saga being written; `B` is a function that writes a path. */
export class SagaBuilder<B> {
  readonly steps: readonly SagaStep[];
  readonly #pathOf: (branch: B) => DataPath;

  constructor(pathOf: (branch: B) => DataPath, steps: readonly SagaStep[] = []) {
    this.#pathOf = pathOf;
    this.steps = steps;
    Object.freeze(this);
  }

  step(part: B, undo?: B): SagaBuilder<B> {
    const added = { part: this.#pathOf(part), undo: undo === undefined ? nowhere : this.#pathOf(undo) };
    return new SagaBuilder(this.#pathOf, [...this.steps, added]);
  }
}
