import { type RecordedCase, testOf } from "./case.js";
import type { Verdict } from "./judge.js";

/** A case and what came of it. */
export interface Judged {
  readonly recorded: RecordedCase;
  readonly verdict: Verdict;
}

/** How many cases of a group came out how. */
export interface Tally {
  readonly cases: number;
  readonly reproduced: number;
  readonly diverged: number;
  readonly unsupported: number;
  /** The share that is reproduced when each test function counts once, however many variants it has: from 0 to 1. */
  readonly weighted: number;
}

/** Counts verdicts. */
export function tally(judged: readonly Judged[]): Tally {
  const count = (kind: Verdict["verdict"]): number => judged.filter(({ verdict }) => verdict.verdict === kind).length;
  const tests = groupBy(judged, ({ recorded }) => [testOf(recorded)]);
  const shares = [...tests.values()].map(
    (group) => group.filter(({ verdict }) => verdict.verdict === "reproduced").length / group.length,
  );
  return {
    cases: judged.length,
    reproduced: count("reproduced"),
    diverged: count("diverged"),
    unsupported: count("unsupported"),
    weighted: shares.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / shares.length,
  };
}

/** Puts items into groups; one item may be in several. */
function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** The tallies of each kind, in the order of their first case. */
export const byKind = (judged: readonly Judged[]): ReadonlyMap<string, Tally> =>
  tallies(groupBy(judged, ({ recorded }) => [recorded.kind]));

/** The tallies of each tag, the most frequent first. */
export const byTag = (judged: readonly Judged[]): ReadonlyMap<string, Tally> =>
  tallies(groupBy(judged, ({ recorded }) => recorded.tags));

function tallies(groups: ReadonlyMap<string, readonly Judged[]>): ReadonlyMap<string, Tally> {
  const entries = [...groups].sort(([left, some], [right, others]) => {
    return others.length - some.length || (left < right ? -1 : 1);
  });
  return new Map(entries.map(([key, group]) => [key, tally(group)]));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Tallies as a table of text. */
function table(title: string, tallied: ReadonlyMap<string, Tally>): string[] {
  const width = Math.max(title.length, ...[...tallied.keys()].map((key) => key.length));
  const line = (cells: readonly string[]): string =>
    [cells[0]?.padEnd(width) ?? "", ...cells.slice(1).map((cell) => cell.padStart(11))].join("  ");
  const rows = [...tallied].map(([key, { cases, reproduced, diverged, unsupported, weighted }]) =>
    line([
      key,
      ...[cases, reproduced, diverged, unsupported].map(String),
      percent(reproduced / cases),
      percent(weighted),
    ]),
  );
  return [line([title, "cases", "reproduced", "diverged", "unsupported", "raw", "weighted"]), ...rows];
}

/** All that there is to say about a corpus, as text. `verbose` lists the differences in causes and histories, too. */
export function summaryText(
  judged: readonly Judged[],
  { verbose = false }: { readonly verbose?: boolean } = {},
): string {
  const ordered = judged.filter(({ verdict }) => verdict.history !== undefined);
  const causes = judged.filter(({ verdict }) => verdict.verdict === "reproduced");
  const sameCause = causes.filter(({ verdict }) => verdict.causeWhy === undefined);
  const name = ({ file, id }: RecordedCase): string => `${file.replace(".json", "")} ${id.split("::").pop()}`;
  const problems = judged.flatMap(({ recorded, verdict: { verdict, why } }) =>
    verdict === "reproduced" ? [] : [`${verdict}: ${name(recorded)}: ${why}`],
  );
  const details = judged.flatMap(({ recorded, verdict: { causeWhy, historyWhy } }) => [
    ...(causeWhy === undefined ? [] : [`cause or message: ${name(recorded)}: ${causeWhy}`]),
    ...(historyWhy === undefined ? [] : [`history: ${name(recorded)}: ${historyWhy}`]),
  ]);
  return [
    ...table("kind", byKind(judged)),
    "",
    ...table("tag", byTag(judged)),
    "",
    `Causes and messages, word by word: ${sameCause.length} of ${causes.length} reproduced cases.`,
    `Whole histories, event by event: ${ordered.filter(({ verdict }) => verdict.history).length} of ${ordered.length}.`,
    ...(problems.length === 0 ? [] : ["", ...problems]),
    ...(verbose && details.length > 0 ? ["", ...details] : []),
  ].join("\n");
}
