import { diff, isEmpty } from "../../../asl/views/diff/index.js";
import { nameOf, pairs } from "./foretold.js";
import type { MachineChange } from "./model.js";
import type { Resource, Stack } from "./stack.js";
import { embeddedJson } from "./symbols.js";

/** A state machine's definition, references as symbols; text that is no definition stays text. */
export function definitionOf({ config }: Resource): unknown {
  return embeddedJson(config.definition) ?? config.definition;
}

/** The state machines whose definition appears, changes or goes. Whitespace and key order are no change. */
export function machineChanges(before: Stack | undefined, after: Stack | undefined): readonly MachineChange[] {
  return pairs(before, after).flatMap(({ old, now }): MachineChange[] => {
    const machine = now ?? old;
    if (machine?.type !== "aws_sfn_state_machine") return [];
    const { address } = machine;
    const sides = { before: old && definitionOf(old), after: now && definitionOf(now) };
    const compared = diff(sides.before ?? {}, sides.after ?? {});
    if (old !== undefined && now !== undefined && isEmpty(compared)) return [];
    const kind = old === undefined ? "created" : now === undefined ? "destroyed" : "changed";
    return [{ address, name: nameOf(machine), kind, definition: sides.after ?? sides.before, diff: compared }];
  });
}
