import type { Json } from "../spec/index.js";
import { noChoiceMatched } from "./causes.js";
import type { Frame } from "./frame.js";
import type { Compute } from "./language.js";
import { chain, chainWith } from "./maybe-promise.js";
import type { Exit, Progress, Step } from "./state.js";

/** A compiled rule of a Choice state. */
export interface ChoiceRule {
  readonly holds: Compute<boolean>;
  readonly exit: Exit;
}

/** Choice: goes the way of the first rule that holds, else the default one. */
export function choiceState(passOn: Compute<Json>, rules: readonly ChoiceRule[], otherwise: Exit | undefined): Step {
  const leave = (frame: Frame, exit: Exit): Progress => chainWith(frame, passOn(frame), exit);
  const tryFrom = (frame: Frame, index: number): Progress => {
    const rule = rules[index];
    const state = frame.state?.name ?? "";
    if (rule === undefined) {
      if (otherwise === undefined) throw noChoiceMatched();
      frame.run.trace?.({ kind: "default", state });
      return leave(frame, otherwise);
    }
    return chain(rule.holds(frame), (holds) => {
      if (!holds) return tryFrom(frame, index + 1);
      frame.run.trace?.({ kind: "choice", state, index });
      return leave(frame, rule.exit);
    });
  };
  return (frame) => tryFrom(frame, 0);
}
