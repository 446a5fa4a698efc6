import { assumeType } from "./assume-type.js";
import type { Duration } from "./duration.js";
import type { AnyEnd } from "./ends.js";
import { type Condition, type Expression, toExpression } from "./expression.js";
import type { Flow, MapOptions } from "./flow.js";
import { freeze } from "./freeze.js";
import { childLocations, type ItemPart, type Locations, topLocations } from "./locations.js";
import { variableName } from "./names.js";
import { type Retry, type TaskLimits, toLimits, toRetry } from "./options.js";
import { reference } from "./reference.js";
import type { AnyScope } from "./scope.js";
import type { ChoiceRule, Path, RuleHead, Step, Variables } from "./steps.js";
import { toWait, type WaitTarget } from "./wait.js";
import { Work } from "./work.js";

/**
 * An empty flow. `head` are fields that its data begins with, such as a workflow's name.
 *
 * The types of `Flow` state what this file's data does not hold; `assume-type.ts` says why that is needed once.
 */
export function startFlow<V extends AnyScope, N extends string, X extends AnyEnd>(head: object = {}): Flow<V, N, X> {
  return assumeType(new FlowBuilder(topPlace, undefined, head));
}

/** An empty flow of a child execution, whose whole input each of its states is given. */
export function startChildFlow<V extends AnyScope, N extends string, X extends AnyEnd>(): Flow<V, N, X> {
  return assumeType(new FlowBuilder(childPlace));
}

interface Chain {
  readonly step: Step;
  readonly previous: Chain | undefined;
}

// The builder below knows values alone: what may be called with what, and when, stands in `flow.ts`.
type Build<T> = (scope: object) => T;
type Branch = (flow: FlowBuilder) => { readonly data: Path; readonly rule?: RuleHead };

interface Described {
  readonly comment?: string;
  readonly assign?: Build<object>;
}

interface Options extends Described, TaskLimits<object> {
  readonly retry?: readonly Retry<string>[];
  readonly catch?: Readonly<Record<string, Branch>>;
}

interface Choices {
  readonly rules: readonly ChoiceRule[];
  readonly otherwise: Path;
  readonly variables?: Variables;
}

class FlowBuilder {
  readonly #head: object;
  readonly #place: Place;
  readonly #last: Chain | undefined;
  /** What is said of the rule that leads here, on the path of a catcher or of a Choice's rule. */
  readonly rule?: RuleHead;

  constructor(place: Place, last?: Chain, head: object = {}, rule?: RuleHead) {
    this.#place = place;
    this.#last = last;
    this.#head = head;
    if (rule !== undefined) this.rule = rule;
    Object.freeze(this);
  }

  get data(): Path {
    const steps: Step[] = [];
    for (let link = this.#last; link; link = link.previous) steps.push(link.step);
    return Object.freeze({ ...this.#head, steps: Object.freeze(steps.reverse()) });
  }

  let(name: string, state: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    return this.#add({ ...this.#place.workStep(state, work, options), assign: variableName(name) });
  }

  do(state: string, work: Build<Work<unknown, string, string>>, options: Options = {}) {
    return this.#add(this.#place.workStep(state, work, options));
  }

  wait(state: string, target: Duration | WaitTarget | Build<WaitTarget>, options: Described = {}) {
    return this.#add({
      kind: "wait",
      name: state,
      ...this.#place.described(options),
      wait: toWait(typeof target === "function" ? target(this.#place.scope) : target),
    });
  }

  set(state: string, values: Build<object>, options: Described = {}) {
    return this.#add({
      kind: "assign",
      name: state,
      ...this.#place.described(options),
      variables: toVariables(values(this.#place.scope)),
    });
  }

  choice(state: string, choose: (choice: ChoiceBuilder) => Choices, options: Described = {}) {
    return this.#add({
      kind: "choice",
      name: state,
      ...this.#place.described(options),
      ...choose(new ChoiceBuilder(this.#place, [])),
    });
  }

  match(
    state: string,
    on: string,
    cases: Readonly<Record<string, Branch>>,
    otherwise: Branch,
    options: Described = {},
  ) {
    const subject = toExpression(this.#place.field(on));
    const rules = Object.entries(cases).map(([value, path]) => ({
      condition: equals(subject, value),
      ...this.#place.ruleOf(path),
    }));
    return this.#add({
      kind: "choice",
      name: state,
      ...this.#place.described(options),
      rules,
      ...this.#place.defaultOf(otherwise),
    });
  }

  use(part: Branch) {
    const { steps } = this.#place.pathOf(part);
    return steps.reduce<FlowBuilder>((flow, step) => flow.#add(step), this);
  }

  succeed(state: string, outputOrOptions?: Build<unknown> | Described, options: Described = {}) {
    const output = typeof outputOrOptions === "function" ? outputOrOptions : undefined;
    const said = typeof outputOrOptions === "function" ? options : (outputOrOptions ?? {});
    return this.#add({
      kind: "succeed",
      name: state,
      ...this.#place.described(said),
      ...(output && { output: toExpression(output(this.#place.scope), "output") }),
    });
  }

  fail(state: string, error: string | Build<unknown>, cause?: string | Build<unknown>, options: Described = {}) {
    const textOf = (value: string | Build<unknown>) =>
      toExpression(typeof value === "function" ? value(this.#place.scope) : value);
    return this.#add({
      kind: "fail",
      name: state,
      ...this.#place.described(options),
      error: textOf(error),
      ...(cause !== undefined && { cause: textOf(cause) }),
    });
  }

  goTo(target: string) {
    return this.#add({ kind: "goTo", target });
  }

  comment(comment: string) {
    return this.#begin({ comment });
  }

  as(name: string) {
    return this.#begin({ variables: { [variableName(name)]: toExpression(caughtError) } });
  }

  assign(values: Build<object>) {
    return this.#begin({ variables: toVariables(values(this.#place.scope)) });
  }

  #begin({ comment, variables }: RuleHead) {
    const rule = {
      ...this.rule,
      ...(comment !== undefined && { comment }),
      ...(variables && { variables: { ...this.rule?.variables, ...variables } }),
    };
    return new FlowBuilder(this.#place, this.#last, this.#head, rule);
  }

  #add(step: Step): FlowBuilder {
    return new FlowBuilder(this.#place, { step: freeze(step), previous: this.#last }, this.#head, this.rule);
  }
}

class ChoiceBuilder {
  readonly #place: Place;
  readonly #rules: readonly ChoiceRule[];

  constructor(place: Place, rules: readonly ChoiceRule[]) {
    this.#place = place;
    this.#rules = rules;
  }

  when(condition: Build<Condition>, path: Branch) {
    const rule = { condition: toExpression(condition(this.#place.scope)), ...this.#place.ruleOf(path) };
    return new ChoiceBuilder(this.#place, [...this.#rules, rule]);
  }

  otherwise(path: Branch): Choices {
    return { rules: this.#rules, ...this.#place.defaultOf(path) };
  }
}

/** Where a flow stands: which names its callbacks find, and where their data is. */
class Place {
  readonly #locations: Locations;
  readonly scope: object;

  constructor(locations: Locations) {
    this.#locations = locations;
    this.scope = new Proxy(Object.freeze({}), { get: (_target, name) => this.#named(name) });
  }

  pathOf(branch: Branch): Path {
    return branch(new FlowBuilder(this)).data;
  }

  /** A path with what is said of the rule that leads there. */
  ruleOf(branch: Branch): RuleHead & { readonly path: Path } {
    const { data, rule } = branch(new FlowBuilder(this));
    return { ...rule, path: data };
  }

  /** The way when no rule holds: what it sets, the Choice state itself sets. */
  defaultOf(branch: Branch): Pick<Choices, "otherwise" | "variables"> {
    const { variables, path: otherwise } = this.ruleOf(branch);
    return { otherwise, ...(variables && { variables }) };
  }

  /** A field of a name in scope, such as `input.channel`. */
  field(text: string): unknown {
    const [name = "", ...path] = text.split(".", 2);
    return this.#locations.reference(name, ...path);
  }

  described({ comment, assign }: Described) {
    return {
      ...(comment !== undefined && { comment }),
      ...(assign && { variables: toVariables(assign(this.scope)) }),
    };
  }

  workStep(state: string, work: Build<Work<unknown, string, string>>, options: Options) {
    const catchers = Object.entries(options.catch ?? {}).map(([error, branch]) => ({ error, ...this.ruleOf(branch) }));
    const { data } = work(this.scope);
    return {
      kind: "work" as const,
      name: state,
      ...this.described(options),
      work: data,
      retry: (options.retry ?? []).map(toRetry),
      catch: catchers,
      ...toLimits(state, data.kind, options, this.scope),
    };
  }

  #named(name: string | symbol): unknown {
    if (typeof name === "symbol") return undefined;
    if (name === "branch") return new FlowBuilder(this);
    if (name === "map") return this.#map.bind(this, ["Value", "Index"]);
    if (name === "mapEntries") return this.#map.bind(this, ["Value", "Key", "Index"]);
    if (name === "errorOutput") return caughtError;
    return this.#locations.reference(name);
  }

  #map(parts: readonly ItemPart[], item: string, items: unknown, each: Branch, options: MapOptions = {}) {
    const { selector, inside } = this.#locations.insideMap(item, parts);
    return new Work<unknown, string, string>(
      freeze({
        kind: "map",
        items: toExpression(items),
        itemSelector: selector,
        processor: new Place(inside).pathOf(each),
        ...(options.maxConcurrency !== undefined && { maxConcurrency: toExpression(options.maxConcurrency) }),
      }),
    );
  }
}

const caughtError = reference<unknown>("$states.errorOutput");

const topPlace = new Place(topLocations);
const childPlace = new Place(childLocations);

function toVariables(values: object): Variables {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [variableName(name), toExpression(value, name)]),
  );
}

function equals(left: Expression, value: string): Expression {
  return { kind: "operation", operator: "=", operands: [left, { kind: "literal", value }] };
}
