import { diff, isEmpty } from "../../../asl/views/diff/index.js";
import { asText, field, isObject } from "../../../asl/views/values.js";
import { nameOf, pairs } from "./foretold.js";
import type { MachineChange } from "./model.js";
import type { Plan, PlannedChange } from "./plan.js";
import type { Resource, Stack } from "./stack.js";
import { embeddedJson, literal } from "./symbols.js";

const machineType = "aws_sfn_state_machine";

/** A state machine's definition, references as symbols; text that is no definition stays text. */
export function definitionOf({ config }: Resource): unknown {
  return embeddedJson(config.definition) ?? config.definition;
}

/** A definition as a plan has it, when it is known there and may be shown. */
function plannedDefinition({ change }: PlannedChange, side: "before" | "after"): unknown {
  const mask = side === "before" ? change.before_sensitive : change.after_sensitive;
  if (mask === true || field(mask, "definition") === true) return undefined;
  const text = asText(field(change[side], "definition"));
  return text === undefined ? undefined : embeddedJson(literal(text));
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

function change(address: string, name: string, { before, after }: Sides): MachineChange[] {
  const compared = diff(before ?? {}, after ?? {});
  if (before !== undefined && after !== undefined && isEmpty(compared)) return [];
  const kind = before === undefined ? "created" : after === undefined ? "destroyed" : "changed";
  return [{ address, name, kind, definition: after ?? before, diff: compared }];
}

/** The machines of modules: they stand in the plan alone. */
function inModules(plan: Plan): readonly MachineChange[] {
  const own = plan.changes.filter(({ type, address }) => type === machineType && address.startsWith("module."));
  return own.flatMap((entry) => {
    const sides = { before: plannedDefinition(entry, "before"), after: plannedDefinition(entry, "after") };
    // Of what is known only when it is applied, the list of resources tells.
    const isGone = entry.change.actions.join() === "delete";
    if (sides.after === undefined && !isGone) return [];
    const values = isGone ? entry.change.before : entry.change.after;
    return change(entry.address, asText(field(values, "name")) ?? entry.name, sides);
  });
}

/**
 * The state machines whose definition appears, changes or goes. Whitespace and key order are no change. A definition that Terraform makes
 * (`jsonencode`, `templatefile`, a module) is compared as the plan has it.
 */
export function machineChanges(
  before: Stack | undefined,
  after: Stack | undefined,
  plan: Plan | undefined,
): readonly MachineChange[] {
  const planned = new Map((plan?.changes ?? []).map((entry) => [entry.address, entry]));
  const own = pairs(before, after).flatMap(({ old, now }): MachineChange[] => {
    const machine = now ?? old;
    if (machine?.type !== machineType) return [];
    const written: Sides = { before: old && definitionOf(old), after: now && definitionOf(now) };
    const entry = planned.get(machine.address);
    const isMade = [written.before, written.after].some((side) => side !== undefined && !isObject(side));
    const made: Sides | undefined =
      isMade && entry !== undefined && old !== undefined && now !== undefined
        ? { before: plannedDefinition(entry, "before"), after: plannedDefinition(entry, "after") }
        : undefined;
    const isKnown = made?.before !== undefined && made.after !== undefined;
    return change(machine.address, nameOf(machine), isKnown && made !== undefined ? made : written);
  });
  return [...own, ...(plan === undefined ? [] : inModules(plan))];
}
