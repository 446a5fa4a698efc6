import type { Json, JsonataCatcher, JsonataState, JsonObject, StatesOf } from "../spec/index.js";
import type { Expression } from "./expression.js";
import { toTemplate } from "./jsonata.js";
import { mapFields } from "./map-fields.js";
import { NameRegister } from "./names.js";
import { distributedMapFields } from "./render-distributed-map.js";
import { comment, refusalIn, retriers, widestLast } from "./render-errors.js";
import { type Bindings, bound } from "./resources.js";
import type { CatchData, ChoiceStep, MapData, Path, Step, TaskData, Variables, WorkStep } from "./steps.js";
import { entry, entryOf, target } from "./transitions.js";

/** Renders the states of one scope: the top of a workflow, a branch, or what a Map runs for each item. */
export class StatesRenderer {
  readonly #states: [name: string, state: JsonataState][] = [];
  readonly #names: NameRegister;
  readonly #bindings: Bindings;

  // Names are unique in the whole machine, nested scopes included, so all scopes share the register.
  constructor(bindings: Bindings, names = new NameRegister()) {
    this.#bindings = bindings;
    this.#names = names;
  }

  all(): Record<string, JsonataState> {
    return Object.fromEntries(this.#states);
  }

  /** Adds a path's states and gives the name of its first; a path that falls through leads to `after`. */
  add(path: Path, after: string | undefined): string | undefined {
    const nextOf = (index: number) => entry(path.steps[index + 1]) ?? after;
    for (const [index, step] of path.steps.entries()) {
      if (step.kind === "goTo") continue;
      this.#names.take(step.name);
      try {
        this.#states.push([step.name, this.#state(step, nextOf(index))]);
      } catch (error) {
        throw refusalIn(step.name, error);
      }
    }
    for (const [index, step] of path.steps.entries()) this.#addSidePaths(step, nextOf(index));
    return entry(path.steps[0]) ?? after;
  }

  #addSidePaths(step: Step, next: string | undefined): void {
    if (step.kind === "choice")
      for (const path of [...step.rules.map((rule) => rule.path), step.otherwise]) this.add(path, next);
    if (step.kind === "work") for (const { path } of step.catch) this.add(path, next);
  }

  #state(step: Exclude<Step, { kind: "goTo" }>, next: string | undefined): JsonataState {
    switch (step.kind) {
      case "work":
        return this.#work(step, target(step.name, next));
      case "wait":
        return {
          Type: "Wait",
          ...comment(step),
          ...("seconds" in step.wait
            ? { Seconds: this.#number(step.wait.seconds) }
            : { Timestamp: this.#text(step.wait.timestamp) }),
          ...this.#assign(step.variables),
          Next: target(step.name, next),
        };
      case "assign":
        return {
          Type: "Pass",
          ...comment(step),
          Assign: this.#templates(step.variables),
          Next: target(step.name, next),
        };
      case "choice":
        return this.#choice(step, next);
      case "succeed":
        return { Type: "Succeed", ...comment(step), ...(step.output && { Output: this.#template(step.output) }) };
      case "fail":
        return {
          Type: "Fail",
          ...comment(step),
          Error: this.#text(step.error),
          ...(step.cause && { Cause: this.#text(step.cause) }),
        };
    }
  }

  #choice(step: ChoiceStep, next: string | undefined): JsonataState {
    return {
      Type: "Choice",
      ...comment(step),
      Choices: step.rules.map((rule) => ({
        ...comment(rule),
        Condition: this.#text(rule.condition),
        ...this.#assign(rule.variables),
        Next: target(step.name, entryOf(rule.path, next)),
      })),
      Default: target(step.name, entryOf(step.otherwise, next)),
      ...this.#assign(step.variables),
    };
  }

  #work(step: WorkStep, next: string): JsonataState {
    const { work } = step;
    const handling = {
      ...this.#assign({
        ...(step.assign !== undefined && { [step.assign]: resultOf(step) }),
        ...step.variables,
      }),
      Output: "{% $states.input %}",
      ...retriers(step),
      ...this.#catchers(step, next),
      Next: next,
    };
    switch (work.kind) {
      case "task":
        return { Type: "Task", ...comment(step), ...this.#task(work), ...this.#limits(step), ...handling };
      case "parallel":
        return {
          Type: "Parallel",
          ...comment(step),
          Branches: work.branches.map((branch) => this.#scope(branch, `A branch of ${step.name}`)),
          ...handling,
        };
      case "map":
        return { Type: "Map", ...comment(step), ...this.#map(work, step.name), ...handling };
      case "distributedMap":
        return {
          Type: "Map",
          ...comment(step),
          ...distributedMapFields(work, this.#bindings),
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: work.executionType },
            ...this.#scope(work.processor, `What ${step.name} runs for each item`),
          },
          ...handling,
        };
    }
  }

  #catchers(step: WorkStep, next: string): { Catch?: readonly JsonataCatcher[] } {
    if (step.catch.length === 0) return {};
    const catcher = (rule: CatchData): JsonataCatcher => ({
      ...comment(rule),
      ErrorEquals: [rule.error],
      ...this.#assign(rule.variables),
      Output: "{% $states.input %}",
      Next: target(step.name, entryOf(rule.path, next)),
    });
    return { Catch: widestLast(step.catch).map(catcher) };
  }

  #assign(variables: Variables | undefined): { Assign?: JsonObject } {
    return variables === undefined || Object.keys(variables).length === 0 ? {} : { Assign: this.#templates(variables) };
  }

  #task(work: TaskData) {
    return {
      Resource: typeof work.resource === "string" ? work.resource : bound(work.resource, this.#bindings),
      Arguments: this.#template(work.arguments),
    };
  }

  #map(work: MapData, state: string) {
    return {
      Items: this.#template(work.items),
      ItemSelector: this.#templates(work.itemSelector),
      ...(work.maxConcurrency && { MaxConcurrency: this.#number(work.maxConcurrency) }),
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" as const },
        ...this.#scope(work.processor, `What ${state} runs for each item`),
      },
    };
  }

  #limits(step: WorkStep) {
    return {
      ...(step.credentials && { Credentials: { RoleArn: this.#text(step.credentials.arn) } }),
      ...(step.timeoutSeconds && { TimeoutSeconds: this.#number(step.timeoutSeconds) }),
      ...(step.heartbeatSeconds && { HeartbeatSeconds: this.#number(step.heartbeatSeconds) }),
    };
  }

  #scope(path: Path, what: string): StatesOf<JsonataState> {
    const states = new StatesRenderer(this.#bindings, this.#names);
    const start = states.add(path, undefined);
    if (start === undefined) throw new TypeError(`${what} has no state: end it with succeed, at least.`);
    return { StartAt: start, States: states.all() };
  }

  #template(expression: Expression): Json {
    return toTemplate(expression, this.#bindings);
  }

  #templates(fields: Readonly<Record<string, Expression>>): JsonObject {
    return mapFields(fields, (field) => this.#template(field));
  }

  #text(expression: Expression): string {
    const template = this.#template(expression);
    return typeof template === "string" ? template : String(template);
  }

  #number(expression: Expression): number | string {
    const template = this.#template(expression);
    return typeof template === "number" ? template : String(template);
  }
}

function resultOf({ work }: WorkStep): Expression {
  if (work.selected) return work.selected;
  return { kind: "reference", root: "$states.result", path: work.kind === "task" ? work.result : [] };
}
