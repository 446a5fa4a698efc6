import type { Expression } from "../builder/expression.js";
import { NameRegister } from "../builder/names.js";
import { retriers, widestLast } from "../builder/render-errors.js";
import { type Bindings, bound } from "../builder/resources.js";
import { entry, entryOf, target } from "../builder/transitions.js";
import type { JsonObject } from "../spec/index.js";
import { renderRule } from "./render-rule.js";
import type { DataCatch, DataFields, DataPath, DataStep } from "./steps.js";
import { isComputed, toPathText, toPayload } from "./template.js";

type StateStep = Exclude<DataStep, { kind: "goTo" }>;
type StepOf<Kind extends DataStep["kind"]> = Extract<DataStep, { kind: Kind }>;

/** Renders the states of one scope in JSONPath form: the top of a workflow, a branch, or what a Map runs for each item. */
export class DataStatesRenderer {
  readonly #states = new Map<string, JsonObject>();
  readonly #names: NameRegister;
  readonly #bindings: Bindings;

  constructor(bindings: Bindings, names = new NameRegister()) {
    this.#bindings = bindings;
    this.#names = names;
  }

  all(): JsonObject {
    return Object.fromEntries(this.#states);
  }

  /** Adds a path's states and gives the name of its first; a path that falls through leads to `after`. */
  add(path: DataPath, after: string | undefined): string | undefined {
    const sidePaths: (() => void)[] = [];
    for (const [index, step] of path.steps.entries()) {
      if (step.kind === "goTo") continue;
      const next = entry(path.steps[index + 1]) ?? after;
      this.#names.take(step.name);
      this.#states.set(step.name, {
        Type: typeOf[step.kind],
        ...(step.comment !== undefined && { Comment: step.comment }),
        ...this.#fields(step, next),
      });
      sidePaths.push(() => this.#addSidePaths(step, next));
    }
    for (const addSidePaths of sidePaths) addSidePaths();
    return entry(path.steps[0]) ?? after;
  }

  #addSidePaths(step: StateStep, next: string | undefined): void {
    for (const path of sidePathsOf(step)) this.add(path, next);
  }

  #fields(step: StateStep, next: string | undefined): JsonObject {
    switch (step.kind) {
      case "task":
        return { ...this.#task(step), ...this.#handling(step, next) };
      case "parallel":
        return {
          Branches: step.branches.map((branch) => this.#scope(branch, `A branch of ${step.name}`)),
          ...this.#handling(step, next),
        };
      case "map":
        return { ...this.#map(step), ...this.#handling(step, next) };
      case "pass":
        return { ...this.#pass(step), Next: target(step.name, next) };
      case "wait":
        return { ...this.#wait(step), Next: target(step.name, next) };
      case "choice":
        return {
          Choices: step.rules.map(({ rule, path }) => ({
            ...renderRule(rule, this.#bindings),
            Next: target(step.name, entryOf(path, next)),
          })),
          Default: target(step.name, entryOf(step.otherwise, next)),
        };
      case "succeed":
        return step.outputPath === undefined || step.outputPath === "$" ? {} : { OutputPath: step.outputPath };
      case "fail":
        return { ...this.#orPath("Error", step.error), ...(step.cause && this.#orPath("Cause", step.cause)) };
    }
  }

  #task(step: StepOf<"task">): JsonObject {
    const { resource, arguments: input } = step.work;
    return {
      Resource: typeof resource === "string" ? resource : bound(resource, this.#bindings),
      // What is one path as a whole is no template: it is the part of the input that the task gets.
      ...(input.kind === "path" ? { InputPath: input.path } : { Parameters: toPayload(input, this.#bindings) }),
      ...(step.timeout && this.#orPath("TimeoutSeconds", step.timeout)),
      ...(step.heartbeat && this.#orPath("HeartbeatSeconds", step.heartbeat)),
    };
  }

  #pass(step: StepOf<"pass">): JsonObject {
    const { parameters, inputPath, resultPath } = step;
    return {
      ...(inputPath !== undefined && { InputPath: inputPath }),
      ...(parameters && this.#passValue(parameters)),
      ...(resultPath !== undefined && { ResultPath: resultPath }),
    };
  }

  // `Result` is for what is fixed: `Parameters` would take a field that ends in `.$` for a path.
  #passValue(value: Expression): JsonObject {
    if (value.kind === "path") return { InputPath: value.path };
    const payload = toPayload(value, this.#bindings);
    return holdsComputed(value) ? { Parameters: payload } : { Result: payload };
  }

  #wait({ wait }: StepOf<"wait">): JsonObject {
    return "seconds" in wait ? this.#orPath("Seconds", wait.seconds) : this.#orPath("Timestamp", wait.timestamp);
  }

  #map(step: StepOf<"map">): JsonObject {
    return {
      ItemsPath: step.items,
      ...(step.itemSelector && { ItemSelector: toPayload(step.itemSelector, this.#bindings) }),
      ...(step.maxConcurrency && this.#orPath("MaxConcurrency", step.maxConcurrency)),
      ...(step.toleratedFailureCount && this.#orPath("ToleratedFailureCount", step.toleratedFailureCount)),
      ...(step.toleratedFailurePercentage &&
        this.#orPath("ToleratedFailurePercentage", step.toleratedFailurePercentage)),
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        ...this.#scope(step.processor, `What ${step.name} runs for each item`),
      },
    };
  }

  #handling(step: StepOf<"task" | "parallel" | "map">, next: string | undefined): JsonObject {
    const retry = retriers(step);
    return {
      ...this.#result(step),
      ...(retry.Retry && { Retry: retry.Retry.map((rule) => ({ ...rule })) }),
      ...(step.catch.length > 0 && {
        Catch: widestLast(step.catch).map((rule) => catcher(rule, target(step.name, entryOf(rule.path, next)))),
      }),
      Next: target(step.name, next),
    };
  }

  #result({ resultSelector, resultPath }: DataFields): JsonObject {
    return {
      ...(resultSelector && { ResultSelector: toPayload(resultSelector, this.#bindings) }),
      ...(resultPath !== undefined && { ResultPath: resultPath }),
    };
  }

  #scope(path: DataPath, what: string): JsonObject {
    const states = new DataStatesRenderer(this.#bindings, this.#names);
    const start = states.add(path, undefined);
    if (start === undefined) throw new TypeError(`${what} has no state: end it with succeed, at least.`);
    return { StartAt: start, States: states.all() };
  }

  /** A field with a fixed value, or its form with `Path` at the end. */
  #orPath(field: string, expression: Expression): JsonObject {
    if (isComputed(expression)) return { [`${field}Path`]: toPathText(expression, this.#bindings) };
    return { [field]: toPayload(expression, this.#bindings) };
  }
}

const typeOf = {
  task: "Task",
  parallel: "Parallel",
  map: "Map",
  pass: "Pass",
  wait: "Wait",
  choice: "Choice",
  succeed: "Succeed",
  fail: "Fail",
} as const satisfies Record<StateStep["kind"], string>;

/** The paths that leave a step sideways. */
export function sidePathsOf(step: DataStep): readonly DataPath[] {
  if (step.kind === "choice") return [...step.rules.map((rule) => rule.path), step.otherwise];
  return "catch" in step ? step.catch.map((rule) => rule.path) : [];
}

function catcher(rule: DataCatch, next: string): JsonObject {
  return { ErrorEquals: [rule.error], ResultPath: rule.resultPath, Next: next };
}

function holdsComputed(expression: Expression): boolean {
  if (expression.kind === "object") return Object.values(expression.fields).some(holdsComputed);
  if (expression.kind === "array") return expression.items.some(holdsComputed);
  return isComputed(expression);
}
