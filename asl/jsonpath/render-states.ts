import type { Expression } from "../builder/expression.js";
import { NameRegister } from "../builder/names.js";
import { comment, refusalIn, retriers, widestLast } from "../builder/render-errors.js";
import { type Bindings, bound } from "../builder/resources.js";
import type { Variables } from "../builder/steps.js";
import { entry, entryOf, target } from "../builder/transitions.js";
import type { JsonObject } from "../spec/index.js";
import { distributedMapFields } from "./render-distributed-map.js";
import { jsonataFields } from "./render-jsonata-state.js";
import { renderRule } from "./render-rule.js";
import type { DataCatch, DataPath, DataStep } from "./steps.js";
import { isComputed, orPath, toPayload, toPayloadObject } from "./template.js";

type StateStep = Exclude<DataStep, { kind: "goTo" }>;
type StepOf<Kind extends DataStep["kind"]> = Extract<DataStep, { kind: Kind }>;

/** Renders the states of one scope in JSONPath form: the top of a workflow, a branch, or what a Map runs for each item. */
export class DataStatesRenderer {
  readonly #states: [name: string, state: JsonObject][] = [];
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
    const nextOf = (index: number) => entry(path.steps[index + 1]) ?? after;
    for (const [index, step] of path.steps.entries()) {
      if (step.kind === "goTo") continue;
      this.#names.take(step.name);
      try {
        const fields = this.#fields(step, nextOf(index));
        this.#states.push([step.name, { Type: typeOf[step.kind], ...comment(step), ...fields, ...output(step) }]);
      } catch (error) {
        throw refusalIn(step.name, error);
      }
    }
    for (const [index, step] of path.steps.entries()) {
      for (const side of sidePathsOf(step)) this.add(side, nextOf(index));
    }
    return entry(path.steps[0]) ?? after;
  }

  #fields(step: StateStep, next: string | undefined): JsonObject {
    switch (step.kind) {
      case "task":
        return { ...this.#task(step), ...this.#handling(step, next) };
      case "parallel":
        return {
          ...(step.parameters && this.#input(step.parameters)),
          Branches: step.branches.map((branch) => this.#scope(branch, `A branch of ${step.name}`)),
          ...this.#handling(step, next),
        };
      case "map":
        return { ...this.#map(step), ...this.#handling(step, next) };
      case "distributedMap":
        return {
          ...distributedMapFields(step.work, this.#bindings),
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: step.work.executionType },
            ...this.#scope(step.work.processor, `What ${step.name} runs for each item`),
          },
          ...this.#handling(step, next),
        };
      case "jsonataPass":
      case "jsonataTask":
        return jsonataFields(step, this.#bindings, (path) =>
          target(step.name, path === undefined ? next : entryOf(path, next)),
        );
      case "pass":
        return { ...this.#pass(step), Next: target(step.name, next) };
      case "wait":
        return { ...this.#wait(step), ...this.#assign(step), Next: target(step.name, next) };
      case "choice":
        return {
          Choices: step.rules.map((rule) => ({
            ...comment(rule),
            ...renderRule(rule.rule, this.#bindings),
            ...this.#assign(rule),
            Next: target(step.name, entryOf(rule.path, next)),
          })),
          Default: target(step.name, entryOf(step.otherwise, next)),
          ...this.#assign(step),
        };
      case "succeed":
        return {};
      case "fail":
        return { ...this.#orPath("Error", step.error), ...(step.cause && this.#orPath("Cause", step.cause)) };
    }
  }

  #task(step: StepOf<"task">): JsonObject {
    const { resource, arguments: input } = step.work;
    return {
      Resource: typeof resource === "string" ? resource : bound(resource, this.#bindings),
      ...this.#input(input),
      ...(step.credentials && { Credentials: toPayloadObject({ RoleArn: step.credentials.arn }, this.#bindings) }),
      ...(step.timeoutSeconds && this.#orPath("TimeoutSeconds", step.timeoutSeconds)),
      ...(step.heartbeatSeconds && this.#orPath("HeartbeatSeconds", step.heartbeatSeconds)),
    };
  }

  // What is one path as a whole is no template: it is the part of the input that the state sees.
  #input(input: Expression): JsonObject {
    return input.kind === "path" ? { InputPath: input.path } : { Parameters: toPayload(input, this.#bindings) };
  }

  #assign({ variables }: { readonly variables?: Variables }): JsonObject {
    return variables && Object.keys(variables).length > 0 ? { Assign: toPayloadObject(variables, this.#bindings) } : {};
  }

  #pass(step: StepOf<"pass">): JsonObject {
    const { parameters, inputPath, resultPath } = step;
    return {
      ...(inputPath !== undefined && { InputPath: inputPath }),
      ...(parameters && this.#passValue(parameters)),
      ...(resultPath !== undefined && { ResultPath: resultPath }),
      ...this.#assign(step),
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
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        ...this.#scope(step.processor, `What ${step.name} runs for each item`),
      },
    };
  }

  #handling(step: StepOf<"task" | "parallel" | "map" | "distributedMap">, next: string | undefined): JsonObject {
    const { resultSelector, resultPath } = step;
    const retry = retriers(step);
    return {
      ...(resultSelector && { ResultSelector: toPayload(resultSelector, this.#bindings) }),
      ...(resultPath !== undefined && { ResultPath: resultPath }),
      ...this.#assign(step),
      ...(retry.Retry && { Retry: retry.Retry.map((rule) => ({ ...rule })) }),
      ...(step.catch.length > 0 && {
        Catch: widestLast(step.catch).map((rule) => this.#catcher(rule, target(step.name, entryOf(rule.path, next)))),
      }),
      Next: target(step.name, next),
    };
  }

  #catcher(rule: DataCatch, next: string): JsonObject {
    return {
      ...comment(rule),
      ErrorEquals: [rule.error],
      ResultPath: rule.resultPath,
      ...this.#assign(rule),
      Next: next,
    };
  }

  #scope(path: DataPath, what: string): JsonObject {
    const states = new DataStatesRenderer(this.#bindings, this.#names);
    const start = states.add(path, undefined);
    if (start === undefined) throw new TypeError(`${what} has no state: end it with succeed, at least.`);
    return { StartAt: start, States: states.all() };
  }

  #orPath(field: string, expression: Expression): JsonObject {
    return orPath(field, expression, this.#bindings);
  }
}

function output({ outputPath }: StateStep): JsonObject {
  return outputPath === undefined || outputPath === "$" ? {} : { OutputPath: outputPath };
}

const typeOf = {
  task: "Task",
  parallel: "Parallel",
  map: "Map",
  distributedMap: "Map",
  jsonataPass: "Pass",
  jsonataTask: "Task",
  pass: "Pass",
  wait: "Wait",
  choice: "Choice",
  succeed: "Succeed",
  fail: "Fail",
} as const satisfies Record<StateStep["kind"], string>;

/** The paths that leave a step sideways. */
function sidePathsOf(step: DataStep): readonly DataPath[] {
  if (step.kind === "choice") return [...step.rules.map((rule) => rule.path), step.otherwise];
  return "catch" in step ? step.catch.map((rule) => rule.path) : [];
}

function holdsComputed(expression: Expression): boolean {
  if (expression.kind === "object") return Object.values(expression.fields).some(holdsComputed);
  if (expression.kind === "array") return expression.items.some(holdsComputed);
  return isComputed(expression);
}
