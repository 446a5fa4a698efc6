import { statesError } from "./errors.js";

const defaultPageSize = 100;

/** What a request says about the page it wants. */
export interface PageRequest {
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
}

/** A page, and the token for the next one where there is more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: { readonly nextToken: string } | Record<never, never>;
}

/**
 * Cuts one page out of a list that only grows at its front (newest first) or its end.
 *
 * `keyOf` gives a number that never changes for an item, so that a page goes on where the last one ended although
 * items came in meanwhile. `kind` keeps a token of one list from working on another.
 *
 * @throws `InvalidToken` for a token that this list did not give
 */
export function page<T>(list: readonly T[], keyOf: (item: T) => number, kind: string, request: PageRequest): Page<T> {
  const size = request.maxResults || defaultPageSize;
  const from = request.nextToken === undefined ? 0 : after(list, keyOf, kind, request.nextToken);
  const items = list.slice(from, from + size);
  const last = items.at(-1);
  if (last === undefined || from + size >= list.length) return { items, next: {} };
  return { items, next: { nextToken: Buffer.from(`${kind} ${keyOf(last)}`).toString("base64url") } };
}

function after<T>(list: readonly T[], keyOf: (item: T) => number, kind: string, token: string): number {
  const [tokenKind, key] = splitLast(Buffer.from(token, "base64url").toString());
  const last = tokenKind === kind ? list.findIndex((item) => keyOf(item) === key) : -1;
  if (last < 0) throw statesError("InvalidToken", "Invalid Token: 'Invalid token'");
  return last + 1;
}

function splitLast(text: string): [string, number] {
  const space = text.lastIndexOf(" ");
  return [text.slice(0, Math.max(0, space)), Number(text.slice(space + 1))];
}
