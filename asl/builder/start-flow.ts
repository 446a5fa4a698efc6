import { assumeType } from "./assume-type.js";
import type { Duration } from "./duration.js";
import type { AnyEnd } from "./ends.js";
import { type Condition, type Expression, toExpression } from "./expression.js";
import type { Flow } from "./flow.js";
import { freeze } from "./freeze.js";
import { type Limit, type Retry, toLimits, toRetry } from "./options.js";
import { reference } from "./reference.js";
import type { AnyVar } from "./scope.js";
import type { Path, Step } from "./steps.js";
import { toWait, type WaitTarget } from "./wait.js";
import type { Work } from "./work.js";

/** Where an execution's input stands, in every state of a workflow. */
const executionInput = "$states.context.Execution.Input";

/**
 * An empty flow. `head` are fields that its data begins with, such as a workflow's name.
 *
 * The types of `Flow` state what this file's data does not hold; `assume-type.ts` says why that is needed once.
 */
export function startFlow<V extends AnyVar, N extends string, X extends AnyEnd>(head: object = {}): Flow<V, N, X> {
  return assumeType(new FlowBuilder(head, undefined));
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

const scope: object = new Proxy(Object.freeze({}), {
  get: (_target, name) => {
    if (typeof name === "symbol") return undefined;
    if (name === "branch") return new FlowBuilder({}, undefined);
    return reference(name === "input" ? executionInput : `$${name}`);
  },
});

class FlowBuilder {
  readonly #head: object;
  readonly #last: Chain | undefined;
  /** The variable that keeps a caught error, on a catcher's path. */
  readonly assign?: string;

  constructor(head: object, last: Chain | undefined, assign?: string) {
    this.#head = head;
    this.#last = last;
    if (assign !== undefined) this.assign = assign;
    Object.freeze(this);
  }

  get data(): Path {
    const steps: Step[] = [];
    for (let link = this.#last; link; link = link.previous) steps.push(link.step);
    return Object.freeze({ ...this.#head, steps: Object.freeze(steps.reverse()) });
  }

  let(name: string, state: string, work: Build<Work<unknown, string>>, options: Options = {}) {
    return this.#add({ ...workStep(state, work, options), assign: name });
  }

  do(state: string, work: Build<Work<unknown, string>>, options: Options = {}) {
    return this.#add(workStep(state, work, options));
  }

  wait(state: string, target: Duration | WaitTarget | Build<WaitTarget>) {
    return this.#add({
      kind: "wait",
      name: state,
      wait: toWait(typeof target === "function" ? target(scope) : target),
    });
  }

  set(state: string, values: Build<Readonly<Record<string, unknown>>>) {
    const variables = Object.entries(values(scope)).map(([name, value]) => [name, toExpression(value, name)]);
    return this.#add({ kind: "assign", name: state, variables: Object.fromEntries(variables) });
  }

  choice(state: string, rules: (choice: ChoiceBuilder) => { rules: readonly Rule[]; otherwise: Path }) {
    return this.#add({ kind: "choice", name: state, ...rules(new ChoiceBuilder([])) });
  }

  match(state: string, on: string, cases: Readonly<Record<string, Branch>>, otherwise: Branch) {
    const [name = "", field = ""] = on.split(".", 2);
    const subject = name === "input" ? executionInput : `$${name}`;
    const rules = Object.entries(cases).map(([value, path]) => ({
      condition: equals({ kind: "reference", root: subject, path: [field] }, value),
      path: pathOf(path),
    }));
    return this.#add({ kind: "choice", name: state, rules, otherwise: pathOf(otherwise) });
  }

  use<P>(part: (flow: this) => P): P {
    return part(this);
  }

  succeed(state: string, output?: Build<unknown>) {
    return this.#add({
      kind: "succeed",
      name: state,
      ...(output && { output: toExpression(output(scope), "output") }),
    });
  }

  fail(state: string, error: string | Build<unknown>, cause?: string | Build<unknown>) {
    const textOf = (value: string | Build<unknown>) => toExpression(typeof value === "function" ? value(scope) : value);
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
    return new FlowBuilder(this.#head, this.#last, name);
  }

  #add(step: Step): FlowBuilder {
    return new FlowBuilder(this.#head, { step: freeze(step), previous: this.#last }, this.assign);
  }
}

interface Rule {
  readonly condition: Expression;
  readonly path: Path;
}

class ChoiceBuilder {
  readonly #rules: readonly Rule[];

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  when(condition: Build<Condition>, path: Branch) {
    return new ChoiceBuilder([...this.#rules, { condition: toExpression(condition(scope)), path: pathOf(path) }]);
  }

  otherwise(path: Branch) {
    return { rules: this.#rules, otherwise: pathOf(path) };
  }
}

function pathOf(branch: Branch): Path {
  return branch(new FlowBuilder({}, undefined)).data;
}

function equals(left: Expression, value: string): Expression {
  return { kind: "operation", operator: "=", operands: [left, { kind: "literal", value }] };
}

function workStep(state: string, work: Build<Work<unknown, string>>, options: Options) {
  const catchers = Object.entries(options.catch ?? {}).map(([error, branch]) => {
    const { data, assign } = branch(new FlowBuilder({}, undefined));
    return { error, ...(assign !== undefined && { assign }), path: data };
  });
  return {
    kind: "work" as const,
    name: state,
    ...(options.comment !== undefined && { comment: options.comment }),
    work: work(scope).data,
    retry: (options.retry ?? []).map(toRetry),
    catch: catchers,
    ...toLimits(options, scope),
  };
}
