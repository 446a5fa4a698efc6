import type { Danger, DefinitionDiff, StateChange } from "../../../asl/views/diff/index.js";
import { isObject } from "../../../asl/views/values.js";
import type { MachineChange, Reason } from "./model.js";
import { list, say, type Words } from "./words.js";

/** What a danger is, in a few words: the machine's own section has the full reason. */
function brief({ code, state, reason }: Danger, { states }: DefinitionDiff): Words {
  const change: StateChange | undefined = states.find(({ name }) => name === state);
  const [clause = reason] = reason.split(/: |\. |, but /);
  const what = clause
    .replace(/\.$/, "")
    .replace(/^(It|Its|What|Without|No|The|Executions) /, (word) => word.toLowerCase());
  if (state === undefined) return [what];
  if (code === "state-removed") return say`the state ${state} is removed`;
  if (code === "state-renamed") return say`the state ${change?.formerName ?? "?"} is renamed to ${state}`;
  return say`in state ${state}, ${[what]}`;
}

/** Whether two definitions differ in more than what they say about themselves. */
const isBehaviour = ({ fields, states }: DefinitionDiff) =>
  [...fields, ...states.flatMap((state) => state.fields)].some(({ topic, follows }) => topic !== "comment" && !follows);

/** Why the change of a definition asks for care. */
export function workflowReasons({
  name,
  definition,
  diff,
}: MachineChange): readonly Pick<Reason, "severity" | "code" | "text">[] {
  const dangers = diff.dangers.map((danger) => ({
    severity: danger.severity,
    code: danger.code === "timeout-narrower" ? ("timeout-narrower" as const) : ("workflow" as const),
    text: say`${name}: ${brief(danger, diff)}`,
  }));
  if (dangers.length > 0 || !isBehaviour(diff)) return dangers;
  if (!isObject(definition)) {
    const text = say`${name}: Terraform makes its definition, so what changes in it only a plan tells`;
    return [{ severity: "attention", code: "workflow", text }];
  }
  const names = diff.states.map((state) => state.name);
  const what = names.length === 0 ? [] : say`, in ${list(names.slice(0, 5))}`;
  return [{ severity: "attention", code: "workflow", text: say`${name}: new executions run otherwise${what}` }];
}
