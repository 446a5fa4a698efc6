import type {
  Json,
  JsonataCatcher,
  JsonataDefinition,
  JsonataState,
  JsonataTask,
  JsonObject,
  Retrier,
} from "../spec/index.js";
import type { Expression } from "./expression.js";
import { toTemplate } from "./jsonata.js";
import { checkName } from "./names.js";
import type {
  CatchData,
  ChoiceStep,
  Path,
  ResourceReference,
  RetryData,
  Step,
  WorkflowData,
  WorkStep,
} from "./steps.js";

/** What gives a workflow's resources their ARNs: Terraform tokens in a stack, plain names in a golden file, fakes in a test. */
export interface Bindings {
  /** The ARN of a Lambda function by its name in the workflow, such as `email-reminder`. */
  readonly lambda: (name: string) => string;
}

/** A finished workflow, as `render` and `statements` take it. */
export interface FinishedWorkflow {
  readonly data: Path;
}

/**
 * A workflow as Amazon States Language, in JSONata form. The same workflow and bindings give the same definition, key
 * by key. States stand in the order in which they are written, side paths after the path that they leave.
 *
 * @throws TypeError for a branch or an unfinished flow; RangeError for a state's name that Step Functions does not take or
 * that is used twice. The message names the state.
 * @example `JSON.stringify(render(petReminders, { lambda: (name) => `arn:aws:lambda:...:function:${name}` }))`
 */
export function render(workflow: FinishedWorkflow, bindings: Bindings): JsonataDefinition {
  const data = workflowData(workflow);
  const states = new States(bindings);
  const start = states.add(data, undefined);
  if (start === undefined)
    throw new TypeError(`The workflow ${data.name} has no state: begin it with let, do or wait.`);
  return {
    ...(data.comment !== undefined && { Comment: data.comment }),
    QueryLanguage: "JSONata",
    StartAt: start,
    ...(data.timeoutSeconds !== undefined && { TimeoutSeconds: data.timeoutSeconds }),
    States: states.all(),
  };
}

/** The plain data of a workflow. Throws a TypeError for a branch, which is a part and not a workflow. */
export function workflowData(workflow: FinishedWorkflow): WorkflowData {
  const { data } = workflow;
  if (!isWorkflow(data)) throw new TypeError("This is a branch of a workflow: render the workflow that it belongs to.");
  return data;
}

function isWorkflow(data: Path): data is WorkflowData {
  return "name" in data;
}

class States {
  readonly #states = new Map<string, JsonataState>();
  readonly #names: Set<string>;
  readonly #bindings: Bindings;

  // Names are unique in the whole machine, nested branches included, so all branches share the set.
  constructor(bindings: Bindings, names = new Set<string>()) {
    this.#bindings = bindings;
    this.#names = names;
  }

  all(): Record<string, JsonataState> {
    return Object.fromEntries(this.#states);
  }

  /** Adds a path's states and gives the name of its first; a path that falls through leads to `after`. */
  add(path: Path, after: string | undefined): string | undefined {
    const sidePaths: (() => void)[] = [];
    for (const [index, step] of path.steps.entries()) {
      if (step.kind === "goTo") continue;
      const next = entry(path.steps[index + 1]) ?? after;
      this.#reserve(step.name);
      const state = this.#state(step, next);
      this.#states.set(step.name, state);
      sidePaths.push(() => this.#addSidePaths(step, next));
    }
    for (const addSidePaths of sidePaths) addSidePaths();
    return entry(path.steps[0]) ?? after;
  }

  #reserve(name: string): void {
    checkName(name);
    if (this.#names.has(name)) {
      throw new RangeError(`Two states are called ${name}: give each its own name, in branches as well.`);
    }
    this.#names.add(name);
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
            ? { Seconds: numberOrText(step.wait.seconds) }
            : { Timestamp: text(step.wait.timestamp) }),
          Next: target(step.name, next),
        };
      case "assign":
        return { Type: "Pass", ...comment(step), Assign: templates(step.variables), Next: target(step.name, next) };
      case "choice":
        return choice(step, next);
      case "succeed":
        return { Type: "Succeed", ...(step.output && { Output: toTemplate(step.output) }) };
      case "fail":
        return { Type: "Fail", Error: text(step.error), ...(step.cause && { Cause: text(step.cause) }) };
    }
  }

  #work(step: WorkStep, next: string): JsonataState {
    const { work } = step;
    const handling = {
      ...(step.assign !== undefined && { Assign: { [step.assign]: result(step) } }),
      Output: "{% $states.input %}",
      ...(step.retry.length > 0 && { Retry: step.retry.map(retrier) }),
      ...(step.catch.length > 0 && {
        Catch: ordered(step.catch).map((rule) => catcher(rule, target(step.name, entryOf(rule.path, next)))),
      }),
      Next: next,
    };
    if (work.kind === "parallel") {
      return {
        Type: "Parallel",
        ...comment(step),
        Branches: work.branches.map((branch) => this.#branch(branch)),
        ...handling,
      };
    }
    const task: JsonataTask = {
      Type: "Task",
      ...comment(step),
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: this.#arn(work.function), Payload: toTemplate(work.payload) },
      ...(step.timeoutSeconds && { TimeoutSeconds: numberOrText(step.timeoutSeconds) }),
      ...(step.heartbeatSeconds && { HeartbeatSeconds: numberOrText(step.heartbeatSeconds) }),
      ...handling,
    };
    return task;
  }

  #branch(path: Path) {
    const states = new States(this.#bindings, this.#names);
    const start = states.add(path, undefined);
    if (start === undefined)
      throw new TypeError("A branch of a parallel step has no state: end it with succeed, at least.");
    return { StartAt: start, States: states.all() };
  }

  #arn(resource: ResourceReference): string {
    return this.#bindings[resource.service](resource.name);
  }
}

function choice(step: ChoiceStep, next: string | undefined): JsonataState {
  return {
    Type: "Choice",
    ...comment(step),
    Choices: step.rules.map((rule) => ({
      Condition: text(rule.condition),
      Next: target(step.name, entryOf(rule.path, next)),
    })),
    Default: target(step.name, entryOf(step.otherwise, next)),
  };
}

function entry(step: Step | undefined): string | undefined {
  return step?.kind === "goTo" ? step.target : step?.name;
}

function entryOf(path: Path, after: string | undefined): string | undefined {
  return entry(path.steps[0]) ?? after;
}

function target(state: string, next: string | undefined): string {
  if (next === undefined)
    throw new TypeError(`The path after ${state} is still open: finish it with succeed, fail or goTo.`);
  return next;
}

function result(step: WorkStep): Json {
  return step.work.kind === "invoke" ? "{% $states.result.Payload %}" : "{% $states.result %}";
}

function retrier(retry: RetryData): Retrier {
  return {
    ErrorEquals: retry.errors,
    ...(retry.intervalSeconds !== undefined && { IntervalSeconds: retry.intervalSeconds }),
    ...(retry.maxAttempts !== undefined && { MaxAttempts: retry.maxAttempts }),
    ...(retry.backoffRate !== undefined && { BackoffRate: retry.backoffRate }),
    ...(retry.maxDelaySeconds !== undefined && { MaxDelaySeconds: retry.maxDelaySeconds }),
    ...(retry.jitter && { JitterStrategy: retry.jitter }),
  };
}

// The first catcher that matches wins, so the wider names stand last: `States.ALL` must, by the specification.
const widest: Readonly<Record<string, number>> = { "States.TaskFailed": 1, "States.ALL": 2 };

function ordered(rules: readonly CatchData[]): readonly CatchData[] {
  return rules.toSorted((a, b) => (widest[a.error] ?? 0) - (widest[b.error] ?? 0));
}

function catcher(rule: CatchData, next: string): JsonataCatcher {
  return {
    ErrorEquals: [rule.error],
    ...(rule.assign !== undefined && { Assign: { [rule.assign]: "{% $states.errorOutput %}" } }),
    Output: "{% $states.input %}",
    Next: next,
  };
}

function comment(step: { readonly comment?: string }): { Comment?: string } {
  return step.comment === undefined ? {} : { Comment: step.comment };
}

function templates(fields: Readonly<Record<string, Expression>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, toTemplate(field)]));
}

function text(expression: Expression): string {
  const template = toTemplate(expression);
  return typeof template === "string" ? template : String(template);
}

function numberOrText(expression: Expression): number | string {
  const template = toTemplate(expression);
  return typeof template === "number" ? template : String(template);
}
