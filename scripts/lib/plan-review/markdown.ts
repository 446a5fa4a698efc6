import { mermaid } from "../../../asl/views/diagram/index.js";
import { diffMarkdown } from "../../../asl/views/diff/index.js";
import { code, folded, prose, table } from "./escape.js";
import type {
  AccessChange,
  FieldDelta,
  FunctionChange,
  MachineChange,
  Reason,
  ResourceChange,
  Review,
  StackReview,
} from "./model.js";
import {
  byType,
  done,
  headline,
  isLess,
  oneLine,
  ownFields,
  remarks,
  sizes,
  source,
  tally,
  toldElsewhere,
  verbOf,
} from "./told.js";
import { count } from "./words.js";

/** By this first line the workflow finds its comment again. */
export const marker = "<!-- stepwright plan review -->";

const lamps = { dangerous: "🔴", "look closely": "🟡", safe: "🟢" } as const;
const signs: Readonly<Record<ResourceChange["action"], string>> = {
  create: "🟢",
  update: "🟡",
  replace: "🔴",
  destroy: "🔴",
  forget: "🟠",
  move: "🔵",
  import: "🔵",
};

/** How much is told, from all to the least: a comment on GitHub holds 65,536 characters. */
const levels = ["all", "without diagrams", "without what is new or gone as a whole", "without details"] as const;
type Level = (typeof levels)[number];

function deltaText({ path, before, after }: FieldDelta): string {
  const side = (value: unknown) => (value === undefined ? "nothing" : folded(oneLine(value)));
  return `${code(path)}: ${side(before)} → ${side(after)}`;
}

function resourceRow(change: ResourceChange): readonly string[] {
  const { address, action } = change;
  const below = toldElsewhere(change).map(code);
  const notes = [
    ...remarks(change).map(prose),
    ...ownFields(change).map(deltaText),
    ...(below.length === 0 ? [] : [`${below.join(", ")}: see below`]),
  ];
  return [`${signs[action]} ${done[action]}`, code(address), notes.join("<br>")];
}

function resourceList({ kind, resources }: StackReview): readonly string[] {
  if (!isWhole(kind)) return table(["", "resource", ""], resources.map(resourceRow));
  // Of a whole stack, only what holds data is told one by one.
  const losing = resources.filter(({ loss }) => loss !== undefined);
  const rows = [...byType(resources)].map(([type, names]) => [
    code(type),
    String(names.length),
    names.map(code).join(", "),
  ]);
  return [
    ...table(["", "resource", ""], losing.map(resourceRow)),
    `<details><summary>${count(resources.length, "resource")}, by type</summary>`,
    "",
    ...table(["type", "", "names"], rows),
    "</details>",
    "",
  ];
}

const isWhole = (kind: string) => kind === "created" || kind === "destroyed";

function machineSection({ name, kind, definition, diff }: MachineChange, level: Level): readonly string[] {
  const title = `#### State machine ${code(name)}${kind === "changed" ? "" : `: ${kind}`}`;
  if (kind === "changed") {
    const text = diffMarkdown(diff, definition).trimEnd();
    return [title, "", level === "all" ? text : text.replace(/```mermaid\n[\s\S]*?\n```\n\n?/, ""), ""];
  }
  const drawing = ["```mermaid", mermaid(definition).trimEnd(), "```", ""];
  if (level !== "all") return [title, ""];
  if (kind === "created") return [title, "", ...drawing];
  return [title, "", "<details><summary>What it did</summary>", "", ...drawing, "</details>", ""];
}

function accessRow(change: AccessChange): readonly string[] {
  const { who, actions, on, condition, formerly, wide } = change;
  const targets = on.filter((one) => one !== "").map(code);
  return [
    `${isLess(change) ? "🔴" : "🟢"} ${prose(who)}`,
    verbOf(change),
    actions.map(code).join("<br>"),
    [...targets, ...(wide === undefined ? [] : [`⚠️ **${wide}**`])].join("<br>"),
    [
      ...(condition === undefined ? [] : [folded(condition, 60)]),
      ...(formerly === undefined ? [] : [`before, only when ${folded(formerly, 60)}`]),
    ].join("<br>"),
  ];
}

function accessSection({ kind, access }: StackReview): readonly string[] {
  if (access.length === 0) return [];
  const rows = table(["who", "", "what", "on", "when"], access.map(accessRow));
  if (kind === "changed") return ["#### Who may do what", "", ...rows];
  const title = kind === "created" ? "Who may do what" : "Who may no longer do what";
  return [`<details><summary>${title}: ${count(access.length, "line")}</summary>`, "", ...rows, "</details>", ""];
}

function functionRow(change: FunctionChange): readonly string[] {
  const { name, kind, codeChanged, fields, environment } = change;
  const size = sizes(change, "→");
  const what = kind === "changed" ? (codeChanged ? "new code" : "same code") : kind;
  const variables = environment.map(({ path, ...values }) => deltaText({ path: `environment ${path}`, ...values }));
  return [code(name), what, size, [...fields.map(deltaText), ...variables].join("<br>")];
}

function functionSection({ functions, kind }: StackReview): readonly string[] {
  if (functions.length === 0) return [];
  const rows = table(["function", "", "zip", ""], functions.map(functionRow));
  if (kind === "changed") return ["#### Functions", "", ...rows];
  return [`<details><summary>${count(functions.length, "function")}</summary>`, "", ...rows, "</details>", ""];
}

function surfaceSection({ surface, kind }: StackReview): readonly string[] {
  if (surface.length === 0) return [];
  const words = { added: "🟢 new: ", removed: "🔴 gone: ", changed: "🟡 " } as const;
  const lines = surface.map((change) => `- ${words[change.kind]}${prose(change.text)}`);
  if (kind === "changed") return ["#### What callers notice", "", ...lines, ""];
  return [
    `<details><summary>What callers notice: ${count(lines.length, "line")}</summary>`,
    "",
    ...lines,
    "",
    "</details>",
    "",
  ];
}

function stackSection(stack: StackReview, level: Level): readonly string[] {
  const title = `### ${code(stack.name)}: ${tally(stack.resources)}`;
  const origin = `<sub>${prose([source(stack)])}</sub>`;
  if (level === "without details") return [title, "", origin, ""];
  return [
    title,
    "",
    origin,
    "",
    ...(stack.resources.length === 0 ? [] : resourceList(stack)),
    ...(isWhole(stack.kind) && level === "without what is new or gone as a whole" ? [] : sections(stack, level)),
  ];
}

function sections(stack: StackReview, level: Level): readonly string[] {
  return [
    ...stack.machines.flatMap((machine) => machineSection(machine, level)),
    ...accessSection(stack),
    ...functionSection(stack),
    ...surfaceSection(stack),
  ];
}

function reasonLine({ severity, stack, text }: Reason): string {
  return `- ${severity === "danger" ? "🔴" : "🟡"} ${code(stack)}: ${prose(text)}`;
}

function lines(review: Review, level: Level): readonly string[] {
  const changed = review.stacks.filter(({ kind }) => kind !== "unchanged");
  const same = review.stacks.filter(({ kind }) => kind === "unchanged").map(({ name }) => code(name));
  const shortened =
    level === "all" ? [] : [`> Shortened to fit into a comment (${level}): \`npm run plan-review\` tells all.`, ""];
  return [
    marker,
    `## ${lamps[review.verdict]} ${headline(review)}`,
    "",
    ...review.reasons.map(reasonLine),
    ...(review.reasons.length === 0 ? [] : [""]),
    ...shortened,
    ...changed.flatMap((stack) => stackSection(stack, level)),
    ...(same.length === 0 ? [] : [`Unchanged: ${same.join(", ")}`, ""]),
  ];
}

/**
 * A review as Markdown for a comment on GitHub: the verdict with its reasons, then each stack.
 *
 * @param longest characters that it may have; details go first, then reasons, and it says so
 */
export function reviewMarkdown(review: Review, longest = 60_000): string {
  for (const level of levels) {
    const text = `${lines(review, level).join("\n").trimEnd()}\n`;
    if (text.length <= longest) return text;
  }
  const kept: string[] = [];
  let length = 200;
  for (const line of lines(review, "without details")) {
    if (length + line.length + 1 > longest) break;
    kept.push(line);
    length += line.length + 1;
  }
  return `${[...kept, "", "> The rest does not fit into a comment: `npm run plan-review` tells all."].join("\n")}\n`;
}
