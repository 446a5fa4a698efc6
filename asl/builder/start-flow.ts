import { assumeType } from "./assume-type.js";
import type { Duration } from "./duration.js";
import type { AnyEnd } from "./ends.js";
import { type Condition, type Expression, toExpression } from "./expression.js";
import type { Flow, MapOptions } from "./flow.js";
import { freeze } from "./freeze.js";
import { type Limit, type Retry, toLimits, toRetry } from "./options.js";
import { reference } from "./reference.js";
import type { AnyScope } from "./scope.js";
import type { Path, Step } from "./steps.js";
import { toWait, type WaitTarget } from "./wait.js";
import { Work } from "./work.js";

/** Where an execution's input stands, in every state of a workflow. */
const executionInput = "$states.context.Execution.Input";

/**
 * An empty flow. `head` are fields that its data begins with, such as a workflow's name.
 *
 * The types of `Flow` state what this file's data does not hold; `assume-type.ts` says why that is needed once.
 */
export function startFlow<V extends AnyScope, N extends string, X extends AnyEnd>(head: object = {}): Flow<V, N, X> {
  return assumeType(new FlowBuilder(new Place([]), undefined, head));
}

interface Chain {
  readonly step: Step;
  readonly previous: Chain | undefined;
}

// The builder below knows values alone: what may be called with what, and when, stands in `flow.ts`.
type Build<T> = (scope: object) => T;
type Branch = (flow: FlowBuilder) => { readonly data: Path; readonly assign?: string };

interface Options {
  readonly comment?: string;
  readonly retry?: readonly Retry<string>[];
  readonly catch?: Readonly<Record<string, Branch>>;
  readonly timeout?: Limit<object>;
  readonly heartbeat?: Limit<object>;
}

class FlowBuilder {
  readonly #head: object;
  readonly #place: Place;
  readonly #last: Chain | undefined;
  /** The variable that keeps a caught error, on a catcher's path. */
  readonly assign?: string;

  constructor(place: Place, last?: Chain, head: object = {}, assign?: string) {
    this.#place = place;
    this.#last = last;
    this.#head = head;
    if (assign !== undefined) this.assign = assign;
    Object.freeze(this);
  }

  get data(): Path {
    const steps: Step[] = [];
    for (let link = this.#last; link; link = link.previous) steps.push(link.step);
    return Object.freeze({ ...this.#head, steps: Object.freeze(steps.reverse()) });
  }

  let(name: string, state: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    return this.#add({ ...this.#place.workStep(state, work, options), assign: name });
  }

  do(state: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    return this.#add(this.#place.workStep(state, work, options));
  }

  wait(state: string, target: Duration | WaitTarget | Build<WaitTarget>) {
    return this.#add({
      kind: "wait",
      name: state,
      wait: toWait(typeof target === "function" ? target(this.#place.scope) : target),
    });
  }

  set(state: string, values: Build<Readonly<Record<string, unknown>>>) {
    const variables = Object.entries(values(this.#place.scope)).map(([name, value]) => [
      name,
      toExpression(value, name),
    ]);
    return this.#add({ kind: "assign", name: state, variables: Object.fromEntries(variables) });
  }

  choice(state: string, rules: (choice: ChoiceBuilder) => { rules: readonly Rule[]; otherwise: Path }) {
    return this.#add({ kind: "choice", name: state, ...rules(new ChoiceBuilder(this.#place, [])) });
  }

  match(state: string, on: string, cases: Readonly<Record<string, Branch>>, otherwise: Branch) {
    const [name = "", field = ""] = on.split(".", 2);
    const subject = name === "input" ? executionInput : `$${name}`;
    const rules = Object.entries(cases).map(([value, path]) => ({
      condition: equals({ kind: "reference", root: subject, path: [field] }, value),
      path: this.#place.pathOf(path),
    }));
    return this.#add({ kind: "choice", name: state, rules, otherwise: this.#place.pathOf(otherwise) });
  }

  use(part: Branch) {
    const { steps } = this.#place.pathOf(part);
    return steps.reduce<FlowBuilder>((flow, step) => flow.#add(step), this);
  }

  succeed(state: string, output?: Build<unknown>) {
    return this.#add({
      kind: "succeed",
      name: state,
      ...(output && { output: toExpression(output(this.#place.scope), "output") }),
    });
  }

  fail(state: string, error: string | Build<unknown>, cause?: string | Build<unknown>) {
    const textOf = (value: string | Build<unknown>) =>
      toExpression(typeof value === "function" ? value(this.#place.scope) : value);
    return this.#add({
      kind: "fail",
      name: state,
      error: textOf(error),
      ...(cause !== undefined && { cause: textOf(cause) }),
    });
  }

  goTo(target: string) {
    return this.#add({ kind: "goTo", target });
  }

  as(name: string) {
    return new FlowBuilder(this.#place, this.#last, this.#head, name);
  }

  #add(step: Step): FlowBuilder {
    return new FlowBuilder(this.#place, { step: freeze(step), previous: this.#last }, this.#head, this.assign);
  }
}

interface Rule {
  readonly condition: Expression;
  readonly path: Path;
}

class ChoiceBuilder {
  readonly #place: Place;
  readonly #rules: readonly Rule[];

  constructor(place: Place, rules: readonly Rule[]) {
    this.#place = place;
    this.#rules = rules;
  }

  when(condition: Build<Condition>, path: Branch) {
    const rule = { condition: toExpression(condition(this.#place.scope)), path: this.#place.pathOf(path) };
    return new ChoiceBuilder(this.#place, [...this.#rules, rule]);
  }

  otherwise(path: Branch) {
    return { rules: this.#rules, otherwise: this.#place.pathOf(path) };
  }
}

/** Where a flow stands: at the top of the workflow, or inside Maps, whose items are in each state's input under their names. */
class Place {
  readonly #items: readonly string[];
  readonly scope: object;

  constructor(items: readonly string[]) {
    this.#items = items;
    this.scope = new Proxy(Object.freeze({}), { get: (_target, name) => this.#named(name) });
  }

  pathOf(branch: Branch): Path {
    return branch(new FlowBuilder(this)).data;
  }

  workStep(state: string, work: Build<Work<unknown, string, string>>, options: Options) {
    const catchers = Object.entries(options.catch ?? {}).map(([error, branch]) => {
      const { data, assign } = branch(new FlowBuilder(this));
      return { error, ...(assign !== undefined && { assign }), path: data };
    });
    return {
      kind: "work" as const,
      name: state,
      ...(options.comment !== undefined && { comment: options.comment }),
      work: work(this.scope).data,
      retry: (options.retry ?? []).map(toRetry),
      catch: catchers,
      ...toLimits(options, this.scope),
    };
  }

  #named(name: string | symbol): unknown {
    if (typeof name === "symbol") return undefined;
    if (name === "branch") return new FlowBuilder(this);
    if (name === "map") return this.#map.bind(this);
    if (name === "input") return reference(executionInput);
    return this.#items.includes(name) ? reference("$states.input", [name]) : reference(`$${name}`);
  }

  #map(item: string, items: unknown, each: Branch, options: MapOptions = {}): Work<unknown, string, string> {
    const inside = new Place([...this.#items, item, `${item}Index`]);
    const carried = this.#items.map((name) => [name, toExpression(reference("$states.input", [name]))]);
    const number = (value: unknown) => toExpression(value);
    return new Work(
      freeze({
        kind: "map",
        items: toExpression(items),
        itemSelector: {
          ...Object.fromEntries(carried),
          [item]: toExpression(reference("$states.context.Map.Item.Value")),
          [`${item}Index`]: toExpression(reference("$states.context.Map.Item.Index")),
        },
        processor: inside.pathOf(each),
        ...(options.maxConcurrency !== undefined && { maxConcurrency: number(options.maxConcurrency) }),
        ...(options.toleratedFailureCount !== undefined && {
          toleratedFailureCount: number(options.toleratedFailureCount),
        }),
        ...(options.toleratedFailurePercentage !== undefined && {
          toleratedFailurePercentage: number(options.toleratedFailurePercentage),
        }),
      }),
    );
  }
}

function equals(left: Expression, value: string): Expression {
  return { kind: "operation", operator: "=", operands: [left, { kind: "literal", value }] };
}
