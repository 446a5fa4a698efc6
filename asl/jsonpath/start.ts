import { assumeType } from "../builder/assume-type.js";
import type { Duration } from "../builder/duration.js";
import { type Expression, toExpression } from "../builder/expression.js";
import { freeze } from "../builder/freeze.js";
import { type Retry, toRetry } from "../builder/options.js";
import { literalSeconds, toWait, type WaitTarget } from "../builder/wait.js";
import type { Work } from "../builder/work.js";
import type { WorkflowOptions } from "../builder/workflow.js";
import type { DataFlow } from "./flow.js";
import { path } from "./path.js";
import type { Rule, RuleData } from "./rules.js";
import type { DataPath, DataStep } from "./steps.js";

/**
 * Starts a workflow in JSONPath mode: data flows from state to state, and its type with it.
 *
 * @typeParam Input - The type of an execution's input, with which the first state begins.
 * @param name - The system's name, such as `orders`.
 * @example
 * ```ts
 * pathWorkflow<Order>("orders")
 *   .task("ProcessPayment", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" })
 *   .succeed("Paid", "$.payment")
 * ```
 */
export function pathWorkflow<Input>(name: string, options: WorkflowOptions = {}): DataFlow<Input, never, never> {
  const head = {
    queryLanguage: "JSONPath",
    name,
    ...(options.comment !== undefined && { comment: options.comment }),
    ...(options.timeout && { timeoutSeconds: options.timeout.seconds }),
  };
  return assumeType(new DataFlowBuilder(undefined, head));
}

interface Chain {
  readonly step: DataStep;
  readonly previous: Chain | undefined;
}

// The builder below knows values alone: what may be called with what, and when, stands in `flow.ts`.
type Build<T> = (scope: object) => T;
type Branch = (flow: DataFlowBuilder) => { readonly data: DataPath; readonly resultPath?: string };

interface Options {
  readonly comment?: string;
  readonly resultSelector?: Build<unknown>;
  readonly resultPath?: string | null;
  readonly retry?: readonly Retry<string>[];
  readonly catch?: Readonly<Record<string, Branch>>;
  readonly timeout?: Duration | Build<unknown>;
  readonly heartbeat?: Duration | Build<unknown>;
}

interface MapSettings {
  readonly maxConcurrency?: unknown;
  readonly toleratedFailureCount?: unknown;
  readonly toleratedFailurePercentage?: unknown;
}

const scope = Object.freeze({ at: path });
const itemScope = Object.freeze({
  at: path,
  item: path("$$.Map.Item.Value"),
  index: path("$$.Map.Item.Index"),
});

class DataFlowBuilder {
  readonly #head: object;
  readonly #last: Chain | undefined;
  /** Where a caught error is kept, on a catcher's path. */
  readonly resultPath?: string;

  constructor(last: Chain | undefined, head: object = {}, resultPath?: string) {
    this.#last = last;
    this.#head = head;
    if (resultPath !== undefined) this.resultPath = resultPath;
    Object.freeze(this);
  }

  get data(): DataPath {
    const steps: DataStep[] = [];
    for (let link = this.#last; link; link = link.previous) steps.push(link.step);
    return Object.freeze({ ...this.#head, steps: Object.freeze(steps.reverse()) });
  }

  task(name: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    const { data } = work(scope);
    if (data.kind !== "task") throw new TypeError(`${name} is no task: use the flow's own parallel and map.`);
    return this.#add({
      kind: "task",
      name,
      work: data,
      ...common(options),
      ...(options.timeout && { timeout: seconds(options.timeout) }),
      ...(options.heartbeat && { heartbeat: seconds(options.heartbeat) }),
    });
  }

  pass(name: string, value: Build<unknown>, options: Pick<Options, "comment" | "resultPath"> = {}) {
    return this.#add({
      kind: "pass",
      name,
      ...comment(options),
      parameters: toExpression(value(scope), "value"),
      ...(options.resultPath !== undefined && { resultPath: options.resultPath }),
    });
  }

  select(name: string, inputPath: string) {
    return this.#add({ kind: "pass", name, inputPath });
  }

  wait(name: string, target: Duration | WaitTarget | Build<WaitTarget>) {
    return this.#add({ kind: "wait", name, wait: toWait(typeof target === "function" ? target(scope) : target) });
  }

  choice(name: string, choose: (choice: ChoiceBuilder) => Choices) {
    return this.#add({ kind: "choice", name, ...choose(new ChoiceBuilder([])) });
  }

  parallel(name: string, branches: readonly Branch[], options: Options = {}) {
    return this.#add({ kind: "parallel", name, branches: branches.map(pathOf), ...common(options) });
  }

  map(name: string, items: string, each: Branch, options: Options & MapSettings = {}) {
    return this.#map(name, items, undefined, each, options);
  }

  mapSelected(
    name: string,
    items: string,
    itemSelector: Build<unknown>,
    each: Branch,
    options: Options & MapSettings = {},
  ) {
    return this.#map(name, items, toExpression(itemSelector(itemScope), "itemSelector"), each, options);
  }

  #map(
    name: string,
    items: string,
    itemSelector: Expression | undefined,
    each: Branch,
    options: Options & MapSettings,
  ) {
    const given = (field: "maxConcurrency" | "toleratedFailureCount" | "toleratedFailurePercentage") =>
      options[field] === undefined ? {} : { [field]: toExpression(options[field], field) };
    return this.#add({
      kind: "map",
      name,
      items,
      processor: pathOf(each),
      ...(itemSelector && { itemSelector }),
      ...given("maxConcurrency"),
      ...given("toleratedFailureCount"),
      ...given("toleratedFailurePercentage"),
      ...common(options),
    });
  }

  use<P>(part: (flow: this) => P): P {
    return part(this);
  }

  succeed(name: string, outputPath?: string) {
    return this.#add({ kind: "succeed", name, ...(outputPath !== undefined && { outputPath }) });
  }

  fail(name: string, error: string | Build<unknown>, cause?: string | Build<unknown>) {
    const textOf = (value: string | Build<unknown>) => toExpression(typeof value === "function" ? value(scope) : value);
    return this.#add({
      kind: "fail",
      name,
      error: textOf(error),
      ...(cause !== undefined && { cause: textOf(cause) }),
    });
  }

  goTo(target: string) {
    return this.#add({ kind: "goTo", target });
  }

  as(resultPath: string) {
    return new DataFlowBuilder(this.#last, this.#head, resultPath);
  }

  #add(step: DataStep): DataFlowBuilder {
    return new DataFlowBuilder({ step: freeze(step), previous: this.#last }, this.#head, this.resultPath);
  }
}

interface Choices {
  readonly rules: readonly { readonly rule: RuleData; readonly path: DataPath }[];
  readonly otherwise: DataPath;
}

class ChoiceBuilder {
  readonly #rules: Choices["rules"];

  constructor(rules: Choices["rules"]) {
    this.#rules = rules;
  }

  when(rule: Build<Rule>, branch: Branch) {
    return new ChoiceBuilder([...this.#rules, { rule: rule(scope).rule, path: pathOf(branch) }]);
  }

  otherwise(branch: Branch): Choices {
    return { rules: this.#rules, otherwise: pathOf(branch) };
  }
}

function pathOf(branch: Branch): DataPath {
  return branch(new DataFlowBuilder(undefined)).data;
}

function common(options: Options) {
  return {
    ...comment(options),
    ...(options.resultSelector && { resultSelector: toExpression(options.resultSelector(scope), "resultSelector") }),
    ...(options.resultPath !== undefined && { resultPath: options.resultPath }),
    retry: (options.retry ?? []).map(toRetry),
    catch: Object.entries(options.catch ?? {}).map(([error, branch]) => {
      const { data, resultPath = null } = branch(new DataFlowBuilder(undefined));
      return { error, resultPath, path: data };
    }),
  };
}

function comment(options: { readonly comment?: string }) {
  return options.comment === undefined ? {} : { comment: options.comment };
}

function seconds(limit: Duration | Build<unknown>): Expression {
  return typeof limit === "function" ? toExpression(limit(scope)) : literalSeconds(limit);
}
