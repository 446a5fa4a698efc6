import { type DistributedMapOptions, toDistributedMap } from "../builder/distributed-map.js";
import type { Duration } from "../builder/duration.js";
import { type Expression, toExpression } from "../builder/expression.js";
import { freeze } from "../builder/freeze.js";
import type { ChildInputs } from "../builder/item-source.js";
import { type Retry, type TaskLimits, toLimits, toRetry } from "../builder/options.js";
import { resultReference } from "../builder/reference.js";
import { toWait, type WaitTarget } from "../builder/wait.js";
import type { Work } from "../builder/work.js";
import {
  type Build,
  type Described,
  described,
  itemScope,
  jsonataScope,
  resultFields,
  scope,
  taskOf,
} from "./callbacks.js";
import { withOutputPath } from "./output-path.js";
import { path } from "./path.js";
import { SagaBuilder, sagaSteps } from "./render-saga.js";
import { type CatchHead, ChoiceBuilder, type Choices, toCatch, type WrittenPath } from "./rule-paths.js";
import { rules } from "./rules.js";
import type { DataPath, DataStep } from "./steps.js";

interface Chain {
  readonly step: DataStep;
  readonly previous: Chain | undefined;
}

// The builder below knows values alone: what may be called with what, and when, stands in `flow.ts`.
type Branch = (flow: DataFlowBuilder) => WrittenPath;

interface Options extends Described, TaskLimits<object> {
  readonly resultSelector?: Build<unknown>;
  readonly resultPath?: string | null;
  readonly retry?: readonly Retry<string>[];
  readonly catch?: Readonly<Record<string, Branch>>;
  readonly maxConcurrency?: unknown;
  readonly output?: Build<unknown>;
}

/** A path in JSONPath mode being written, without its types. */
export class DataFlowBuilder {
  readonly #head: object;
  readonly #last: Chain | undefined;
  /** What is said of the rule that leads here, on the path of a catcher or of a Choice's rule. */
  readonly rule?: CatchHead;

  constructor(last: Chain | undefined, head: object = {}, rule?: CatchHead) {
    this.#last = last;
    this.#head = head;
    if (rule !== undefined) this.rule = rule;
    Object.freeze(this);
  }

  get data(): DataPath {
    const steps: DataStep[] = [];
    for (let link = this.#last; link; link = link.previous) steps.push(link.step);
    return Object.freeze({ ...this.#head, steps: Object.freeze(steps.reverse()) });
  }

  task(name: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    return this.#add({
      kind: "task",
      name,
      work: taskOf(name, work(scope)),
      ...common(options, scope),
      ...resultFields(options),
      ...toLimits(name, "task", options, scope),
    });
  }

  pass(name: string, value: Build<unknown>, options: Options = {}) {
    return this.#add({
      kind: "pass",
      name,
      ...described(options, scope),
      parameters: toExpression(value(scope), "value"),
      ...(options.resultPath !== undefined && { resultPath: options.resultPath }),
    });
  }

  set(name: string, assign: Build<object>, options: Described = {}) {
    return this.#add({ kind: "pass", name, ...described({ ...options, assign }, scope) });
  }

  select(name: string, inputPath: string, options: Described = {}) {
    return this.#add({ kind: "pass", name, ...described(options, scope), inputPath });
  }

  outputPath(path: string) {
    const step = freeze(withOutputPath(this.#last?.step, path));
    return new DataFlowBuilder({ step, previous: this.#last?.previous }, this.#head, this.rule);
  }

  wait(name: string, target: Duration | WaitTarget | Build<WaitTarget>, options: Described = {}) {
    const wait = toWait(typeof target === "function" ? target(scope) : target);
    return this.#add({ kind: "wait", name, ...described(options, scope), wait });
  }

  choice(name: string, choose: (choice: ChoiceBuilder<Branch>) => Choices, options: Described = {}) {
    return this.#add({ kind: "choice", name, ...described(options, scope), ...choose(new ChoiceBuilder(written)) });
  }

  match(name: string, on: string, cases: Readonly<Record<string, Branch>>, otherwise: Branch, options: Described = {}) {
    return this.choice(
      name,
      (choice) =>
        Object.entries(cases)
          .reduce((all, [text, branch]) => all.when(() => rules.stringEquals(path<string>(on), text), branch), choice)
          .otherwise(otherwise),
      options,
    );
  }

  parallel(name: string, branches: readonly Branch[], options: Options = {}) {
    return this.#parallel(name, undefined, branches, options);
  }

  parallelSelected(name: string, parameters: Build<unknown>, branches: readonly Branch[], options: Options = {}) {
    return this.#parallel(name, toExpression(parameters(scope), "parameters"), branches, options);
  }

  #parallel(name: string, parameters: Expression | undefined, branches: readonly Branch[], options: Options) {
    return this.#add({
      kind: "parallel",
      name,
      ...common(options, scope),
      ...resultFields(options),
      ...toLimits(name, "parallel", options, scope),
      ...(parameters && { parameters }),
      branches: branches.map(pathOf),
    });
  }

  map(name: string, items: string, each: Branch, options: Options = {}) {
    return this.#map(name, items, undefined, each, options);
  }

  mapSelected(name: string, items: string, itemSelector: Build<unknown>, each: Branch, options: Options = {}) {
    return this.#map(name, items, toExpression(itemSelector(itemScope), "itemSelector"), each, options);
  }

  mapEntries(name: string, object: string, itemSelector: Build<unknown>, each: Branch, options: Options = {}) {
    return this.mapSelected(name, object, itemSelector, each, options);
  }

  #map(name: string, items: string, itemSelector: Expression | undefined, each: Branch, options: Options) {
    const { maxConcurrency } = options;
    return this.#add({
      kind: "map",
      name,
      ...common(options, scope),
      ...resultFields(options),
      ...toLimits(name, "map", options, scope),
      items,
      ...(itemSelector && { itemSelector }),
      ...(maxConcurrency !== undefined && { maxConcurrency: toExpression(maxConcurrency, "maxConcurrency") }),
      processor: pathOf(each),
    });
  }

  distributedMap(
    name: string,
    source: Build<ChildInputs<unknown>>,
    each: Branch,
    run: DistributedMapOptions = {},
    options: Options = {},
  ) {
    return this.#add({
      kind: "distributedMap",
      name,
      ...common(options, scope),
      ...resultFields(options),
      ...toLimits(name, "map", options, scope),
      work: toDistributedMap(source(scope), pathOf(each), run),
    });
  }

  jsonataPass(name: string, output: Build<unknown>, options: Options = {}) {
    return this.#add({
      kind: "jsonataPass",
      name,
      ...described(options, jsonataScope()),
      output: toExpression(output(jsonataScope()), "output"),
    });
  }

  jsonataTask(name: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    const task = taskOf(name, work(jsonataScope()));
    const after = jsonataScope(resultReference(task));
    const { output = () => resultReference(task) } = options;
    return this.#add({
      kind: "jsonataTask",
      name,
      ...common(options, after),
      ...toLimits(name, "task", options, jsonataScope()),
      work: task,
      output: toExpression(output(after), "output"),
    });
  }

  use(part: Branch) {
    return pathOf(part).steps.reduce<DataFlowBuilder>((flow, step) => flow.#add(step), this);
  }

  saga(
    write: (saga: SagaBuilder<Branch>) => SagaBuilder<Branch>,
    { failed, stuck }: { failed: Branch; stuck: Branch },
  ) {
    const { steps } = write(new SagaBuilder(pathOf));
    const all = sagaSteps(steps, pathOf(failed), pathOf(stuck));
    return all.reduce<DataFlowBuilder>((flow, step) => flow.#add(step), this);
  }

  succeed(name: string, outputPath?: string, options: Described = {}) {
    return this.#add({
      kind: "succeed",
      name,
      ...described(options, scope),
      ...(outputPath !== undefined && { outputPath }),
    });
  }

  fail(name: string, error: string | Build<unknown>, cause?: string | Build<unknown>, options: Described = {}) {
    const textOf = (value: string | Build<unknown>) => toExpression(typeof value === "function" ? value(scope) : value);
    return this.#add({
      kind: "fail",
      name,
      ...described(options, scope),
      error: textOf(error),
      ...(cause !== undefined && { cause: textOf(cause) }),
    });
  }

  goTo(target: string) {
    return this.#add({ kind: "goTo", target });
  }

  as(resultPath: string) {
    return this.#begin({ resultPath });
  }

  comment(comment: string) {
    return this.#begin({ comment });
  }

  assign(assign: Build<object>) {
    const { variables } = described({ assign }, scope);
    return this.#begin({ variables: { ...this.rule?.variables, ...variables } });
  }

  #begin(said: CatchHead) {
    return new DataFlowBuilder(this.#last, this.#head, { ...this.rule, ...said });
  }

  #add(step: DataStep): DataFlowBuilder {
    return new DataFlowBuilder({ step: freeze(step), previous: this.#last }, this.#head, this.rule);
  }
}

function written(branch: Branch): WrittenPath {
  return branch(new DataFlowBuilder(undefined));
}

function pathOf(branch: Branch): DataPath {
  return written(branch).data;
}

function common(options: Options, read: object) {
  return {
    ...described(options, read),
    retry: (options.retry ?? []).map(toRetry),
    catch: Object.entries(options.catch ?? {}).map(([error, branch]) => toCatch(error, written(branch))),
  };
}
