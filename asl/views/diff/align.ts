import { canonical, field, isObject } from "../values.js";

/** An entry of a list before and after; one side is absent where it was added or removed. */
export interface Pair {
  readonly before?: number;
  readonly after?: number;
}

/** What a rule of a list is known by, though its other fields change: the errors of a Catch, the test of a Choice rule. */
export function keyOf(entry: unknown): string {
  if (!isObject(entry)) return canonical(entry);
  if (field(entry, "ErrorEquals") !== undefined) return canonical(entry.ErrorEquals);
  const { Next: _, Assign: __, Output: ___, Comment: ____, ...test } = entry;
  return canonical(Object.keys(test).length > 0 ? test : entry);
}

/** The longest common subsequence of two lists of keys, as pairs of places. */
function common(one: readonly string[], other: readonly string[]): [number, number][] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = one.length - 1; row >= 0; row--) {
    for (let column = other.length - 1; column >= 0; column--) {
      const line = lengths[row];
      if (line === undefined) continue;
      const longer = Math.max(at(row + 1, column), at(row, column + 1));
      line[column] = one[row] === other[column] ? 1 + at(row + 1, column + 1) : longer;
    }
  }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    if (one[row] === other[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}

/** A list so long that comparing every entry with every other would take too long is compared place by place. */
const longest = 1000;

/**
 * Pairs the entries of two lists whose order matters. Equal entries meet first; between two such meetings, entries that differ meet in
 * their order, and what is left over was added or removed.
 */
export function align(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const isLong = before.length > longest || after.length > longest;
  const meetings = isLong ? [] : common(before.map(keyOf), after.map(keyOf));
  const pairs: Pair[] = [];
  let row = 0;
  let column = 0;
  for (const [nextRow, nextColumn] of [...meetings, [before.length, after.length] as const]) {
    while (row < nextRow && column < nextColumn) pairs.push({ before: row++, after: column++ });
    while (row < nextRow) pairs.push({ before: row++ });
    while (column < nextColumn) pairs.push({ after: column++ });
    if (row < before.length && column < after.length) pairs.push({ before: row++, after: column++ });
  }
  return pairs;
}
