import type { AccessChange, Action, FieldDelta, FunctionChange, ResourceChange, Review, StackReview } from "./model.js";
import { count, type Words } from "./words.js";

/** What happens to a resource, as one word. */
export const done: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  destroy: "destroyed",
  forget: "forgotten",
  move: "moved",
  import: "imported",
};

/** The verdict in one line. */
export function headline({ verdict, reasons, stacks }: Review): string {
  const title = { dangerous: "Dangerous", "look closely": "Look closely", safe: "Safe" }[verdict];
  const dangers = reasons.filter(({ severity }) => severity === "danger").length;
  const others = reasons.length - dangers;
  if (reasons.length > 0) {
    const parts = [
      ...(dangers > 0 ? [count(dangers, "danger")] : []),
      ...(others > 0 ? [`${others} ${dangers > 0 ? "more " : ""}to look at`] : []),
    ];
    return `${title}: ${parts.join(", ")}`;
  }
  const changed = stacks.filter(({ kind }) => kind !== "unchanged");
  return changed.length === 0
    ? `${title}: nothing changes`
    : `${title}: no data, no execution in flight, no permission and no caller is affected`;
}

const counted: readonly Action[] = ["destroy", "replace", "create", "update", "forget", "import", "move"];

/** `1 destroyed, 2 updated`. */
export function tally(resources: readonly ResourceChange[]): string {
  const parts = counted
    .map((action) => ({ action, number: resources.filter((one) => one.action === action).length }))
    .filter(({ number }) => number > 0)
    .map(({ action, number }) => `${number} ${done[action]}`);
  return parts.length === 0 ? "no resource changes" : parts.join(", ");
}

/** Where the list of resources comes from. */
export function source({ planned, plannedFor }: StackReview): string {
  if (!planned) return "foretold from the sources, without a plan";
  return plannedFor === undefined ? "by the plan" : `by the plan for ${plannedFor}`;
}

/** `41.2 KB -> 43.0 KB (+1.8 KB)`; sizes count 1,000 bytes a KB. */
export function sizes({ sizeBefore, sizeAfter }: FunctionChange, arrow: string): string {
  const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
  if (sizeBefore === undefined || sizeAfter === undefined) {
    const only = sizeAfter ?? sizeBefore;
    return only === undefined ? "" : kilo(only);
  }
  const more = sizeAfter - sizeBefore;
  const sign = more > 0 ? "+" : more < 0 ? "-" : "±";
  return `${kilo(sizeBefore)} ${arrow} ${kilo(sizeAfter)} (${sign}${kilo(Math.abs(more))})`;
}

/** Arguments that a section of their own tells of, or that say nothing to a person. */
const toldBelow: readonly (readonly [RegExp, RegExp])[] = [
  [/^aws_sfn_state_machine$/, /^definition/],
  [/./, /^(policy|assume_role_policy|inline_policy)/],
  [/^aws_lambda_function$/, /^(environment|source_code_hash|filename|timeout|memory_size|runtime)/],
];

const isBelow = (type: string, path: string) =>
  toldBelow.some(([types, paths]) => types.test(type) && paths.test(path));

/** The arguments of a resource that no other section tells of. */
export function ownFields({ type, fields }: ResourceChange): readonly FieldDelta[] {
  return fields.filter(({ path }) => !isBelow(type, path));
}

/** A value on one line; text stays as it is. */
export function oneLine(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Resources of a whole stack by type, with their names; where names repeat, with Terraform's. */
export function byType(resources: readonly ResourceChange[]): ReadonlyMap<string, readonly string[]> {
  const types = [...new Set(resources.map(({ type }) => type))].sort();
  return new Map(
    types.map((type) => {
      const own = resources.filter((one) => one.type === type);
      const names = own.map(({ name }) => name);
      const isUnique = new Set(names).size === names.length;
      return [type, isUnique ? names : own.map(({ address }) => address.slice(type.length + 1))];
    }),
  );
}

/** What stands beside a resource's name. */
export function remarks({ action, fields, movedFrom, loss, elsewhere, because }: ResourceChange): readonly Words[] {
  return [
    ...(loss === undefined ? [] : [[...loss, " is lost"]]),
    ...(because.length === 0
      ? []
      : [
          [
            "because of ",
            ...because.flatMap((path, index) => (index === 0 ? [{ value: path }] : [", ", { value: path }])),
          ],
        ]),
    ...(movedFrom === undefined ? [] : [["it was ", { value: movedFrom }]]),
    ...(elsewhere ? [["not by these sources"]] : []),
    ...(action === "update" && fields.length === 0 ? [["in layout only"]] : []),
  ];
}

/** What somebody may newly do, or may no longer, as a verb. */
export function verbOf({ kind, effect }: AccessChange): string {
  if (effect === "Allow") return kind === "granted" ? "may newly" : "may no longer";
  return kind === "granted" ? "is newly denied" : "is no longer denied";
}

/** Whether somebody may do less than before. */
export function isLess({ kind, effect }: AccessChange): boolean {
  return (kind === "taken") === (effect === "Allow");
}

/** The arguments that change and that another section tells of. */
export function toldElsewhere({ type, fields }: ResourceChange): readonly string[] {
  const below = fields.filter(({ path }) => isBelow(type, path)).map(({ path }) => /^[^.[]+/.exec(path)?.[0] ?? path);
  return [...new Set(below)];
}
