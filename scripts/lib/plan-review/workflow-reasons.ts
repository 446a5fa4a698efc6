import type { Danger, DefinitionDiff, StateChange } from "../../../asl/views/diff/index.js";
import type { MachineChange, Reason } from "./model.js";
import { say, type Words } from "./words.js";

/** What a danger is, in a few words: the machine's own section has the full reason. */
function brief({ code, state, reason }: Danger, { states }: DefinitionDiff): Words {
  const change: StateChange | undefined = states.find(({ name }) => name === state);
  const [clause = reason] = reason.split(/: |\. |, but /);
  const what = clause.replace(/\.$/, "").replace(/^It /, "it ");
  if (state === undefined) return [what];
  if (code === "state-removed") return say`the state ${state} is removed`;
  if (code === "state-renamed") return say`the state ${change?.formerName ?? "?"} is renamed to ${state}`;
  return say`in state ${state}, ${[what]}`;
}

/** Why the change of a definition asks for care. */
export function workflowReasons({ name, diff }: MachineChange): readonly Pick<Reason, "severity" | "code" | "text">[] {
  return diff.dangers.map((danger) => ({
    severity: danger.severity,
    code: danger.code === "timeout-narrower" ? "timeout-narrower" : "workflow",
    text: say`${name}: ${brief(danger, diff)}`,
  }));
}
