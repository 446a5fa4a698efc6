import { type Visit, visits } from "./visits.js";

const headings = ["state", "entered", "duration", "outcome", "attempts"] as const;

/** A length of time as people say it: `250 ms`, `1.5 s`, `2 min 5 s`, `3 d 4 h`. */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return "?";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${Math.round(milliseconds / 100) / 10} s`;
  const units: readonly (readonly [number, string])[] = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  let rest = Math.round(milliseconds / 1000);
  const parts = units.flatMap(([size, unit]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(" ");
}

/** The last time that a `Date` can hold. */
const latest = 8.64e15;

function time(milliseconds: number): string {
  return Math.abs(milliseconds) <= latest
    ? new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "")
    : "?";
}

function row(visit: Visit): readonly string[] {
  const { state, depth, iteration, enteredAt, exitedAt, outcome, error, attempts } = visit;
  const index = iteration === undefined ? "" : ` [${iteration}]`;
  return [
    `${"  ".repeat(depth)}${state}${index}`,
    time(enteredAt),
    exitedAt === undefined ? "" : duration(exitedAt - enteredAt),
    error === undefined ? outcome : `${outcome}${outcome === "succeeded" ? " after" : ":"} ${error}`,
    attempts === 0 ? "" : String(attempts),
  ];
}

/**
 * An execution's history as a table for a terminal: each stay in a state with when it was entered (UTC), how long it took, how it went
 * and how often its work was begun. States within a Parallel or Map state are indented; a Map's iteration has its index.
 *
 * Takes the answer of `GetExecutionHistory`, as the SDK, the CLI or the wire gives it, or its list of events.
 */
export function historyTable(history: unknown): string {
  const rows = [headings, ...visits(history).map(row)];
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => [...(cells[column] ?? "")].length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => {
        const room = " ".repeat((widths[column] ?? 0) - [...cell].length);
        return headings[column] === "attempts" || headings[column] === "duration" ? room + cell : cell + room;
      })
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
