import type { RuleHead, Variables } from "../builder/steps.js";
import { type Build, scope } from "./callbacks.js";
import { path } from "./path.js";
import { type Rule, rules } from "./rules.js";
import type { DataCatch, DataPath, DataRule } from "./steps.js";

/** What is said of the rule that leads to a path; only a catcher has a `resultPath`. */
export interface CatchHead extends RuleHead {
  readonly resultPath?: string;
}

/** A path that a function has written. */
export interface WrittenPath {
  readonly data: DataPath;
  /** What the path says of the rule that leads to it. */
  readonly rule?: CatchHead;
}

/** The ways out of a Choice state. */
export interface Choices {
  readonly rules: readonly DataRule[];
  readonly otherwise: DataPath;
  /** What is set on the way of `otherwise`. */
  readonly variables?: Variables;
}

/** The rules of a Choice state being written; `B` is a function that writes a path. */
export class ChoiceBuilder<B> {
  readonly #written: (branch: B) => WrittenPath;
  readonly #rules: readonly DataRule[];

  constructor(written: (branch: B) => WrittenPath, rules: readonly DataRule[] = []) {
    this.#written = written;
    this.#rules = rules;
  }

  when(rule: Build<Rule>, branch: B) {
    const { data, rule: said } = this.#written(branch);
    const added = { ...said, rule: rule(scope).rule, path: data };
    return new ChoiceBuilder(this.#written, [...this.#rules, added]);
  }

  whenPresent(optional: string, branch: B) {
    return this.when(() => rules.isPresent(path(optional)), branch);
  }

  otherwise(branch: B): Choices {
    const { data: otherwise, rule: { variables } = {} } = this.#written(branch);
    return { rules: this.#rules, otherwise, ...(variables && { variables }) };
  }
}

/** A rule of `Catch`; without a `resultPath` the data goes on as it came in. */
export function toCatch(error: string, { data, rule }: WrittenPath): DataCatch {
  return { error, resultPath: null, ...rule, path: data };
}
