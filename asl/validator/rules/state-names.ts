import { shown } from "../guards.js";
import type { GraphRule } from "./rule.js";

// Unlike other names, those of states may have spaces and punctuation, as AWS's own samples have.
const unprintable = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** Names of states are short and printable. Source: ASL specification, "States"; Step Functions API reference, names. */
export const stateNames: GraphRule = ({ nodes }, _scenes, { report }) => {
  for (const { name, pointer } of nodes) {
    const length = name.length <= 80 ? name.length : [...name].length;
    if (length === 0 || length > 80) report.add("STATE_NAME_LENGTH", pointer, name, length);
    if (unprintable.test(name)) report.add("STATE_NAME_CHARACTERS", pointer, shown(name));
  }
};

/** A name stands for one state of the whole machine. Source: ASL specification, "States": unique in the scope of the whole machine. */
export const uniqueNames: GraphRule = ({ nodes }, _scenes, { report }) => {
  const first = new Map<string, string>();
  for (const { name, pointer } of nodes) {
    const other = first.get(name);
    if (other === undefined) first.set(name, pointer);
    else report.add("DUPLICATE_STATE_NAME", pointer, name, other);
  }
};
