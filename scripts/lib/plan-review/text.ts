import { diffText } from "../../../asl/views/diff/index.js";
import { visible } from "../../../asl/views/visible.js";
import type {
  AccessChange,
  FieldDelta,
  FunctionChange,
  MachineChange,
  ResourceChange,
  Review,
  StackReview,
} from "./model.js";
import { done, headline, oneLine, ownFields, remarks, sizes, source, tally, verbOf } from "./told.js";
import { toText } from "./words.js";

const clip = (text: string) => (text.length <= 160 ? text : `${text.slice(0, 159)}…`);
const side = (value: unknown) => (value === undefined ? "nothing" : clip(visible(oneLine(value))));
const delta = ({ path, before, after }: FieldDelta) => `${visible(path)}: ${side(before)} -> ${side(after)}`;

function resourceLines(change: ResourceChange): readonly string[] {
  const notes = remarks(change).map(toText);
  const note = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  return [
    `${done[change.action].padEnd(9)} ${visible(change.address)}${note}`,
    ...ownFields(change).map((one) => `    ${delta(one)}`),
  ];
}

function machineLines({ name, kind, diff }: MachineChange): readonly string[] {
  const title = `State machine ${visible(name)}${kind === "changed" ? "" : `: ${kind}`}`;
  if (kind !== "changed") return [title];
  const told = diffText(diff).trimEnd().split("\n");
  return [
    title,
    ...told.map((line) => (line === "" ? "" : `    ${/^ */.exec(line)?.[0] ?? ""}${visible(line.trimStart())}`)),
  ];
}

function accessLine(change: AccessChange): string {
  const { who, actions, on, condition, formerly, wide } = change;
  const targets = on.filter((one) => one !== "").map(visible);
  return [
    `${toText(who)} ${verbOf(change)} ${actions.map(visible).join(", ")}`,
    ...(targets.length === 0 ? [] : [` on ${targets.join(", ")}`]),
    ...(condition === undefined ? [] : [`, when ${visible(condition)}`]),
    ...(formerly === undefined ? [] : [`; before, only when ${visible(formerly)}`]),
    ...(wide === undefined ? [] : [` (${wide})`]),
  ].join("");
}

function functionLines(change: FunctionChange): readonly string[] {
  const { name, kind, codeChanged, fields, environment } = change;
  const what = kind === "changed" ? (codeChanged ? "new code" : "same code") : kind;
  const variables = environment.map(({ path, ...values }) => delta({ path: `environment ${path}`, ...values }));
  return [
    `${visible(name)}: ${what} ${sizes(change, "->")}`.trimEnd(),
    ...[...fields.map(delta), ...variables].map((one) => `    ${one}`),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => (line === "" ? "" : `    ${line}`)), ""];
}

function stackLines(stack: StackReview): readonly string[] {
  const surface = stack.surface.map(({ kind, text }) => `${kind === "changed" ? "" : `${kind}: `}${toText(text)}`);
  return [
    `${visible(stack.name)}: ${tally(stack.resources)} (${visible(source(stack))})`,
    "",
    ...section("Resources", stack.resources.flatMap(resourceLines)),
    ...stack.machines.flatMap((machine) => [
      ...machineLines(machine).map((line) => (line === "" ? "" : `  ${line}`)),
      "",
    ]),
    ...section("Who may do what", stack.access.map(accessLine)),
    ...section("Functions", stack.functions.flatMap(functionLines)),
    ...section("What callers notice", surface),
  ];
}

/** A review as plain text, for a terminal: nothing in it can act as a control sequence. */
export function reviewText(review: Review): string {
  const reasons = review.reasons.map(
    ({ severity, stack, text }) =>
      `  ${severity === "danger" ? "DANGER   " : "ATTENTION"}  ${visible(stack)}: ${toText(text)}`,
  );
  const changed = review.stacks.filter(({ kind }) => kind !== "unchanged");
  const lines = [headline(review), ...reasons, "", ...changed.flatMap(stackLines)];
  return `${lines.join("\n").trimEnd()}\n`;
}
