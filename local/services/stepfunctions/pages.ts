import { parseJson } from "../../../asl/interpreter/json.js";
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
 * Cuts one page out of a list that is sorted by what `keyOf` gives, up or down.
 *
 * The key of an item never changes, so that a page goes on where the last one ended although items came in or left
 * meanwhile. `kind` keeps a token of one list from working on another.
 *
 * @throws `InvalidToken` for a token that this list did not give
 */
export function page<T>(
  list: readonly T[],
  keyOf: (item: T) => number | string,
  kind: string,
  request: PageRequest,
): Page<T> {
  const size = request.maxResults || defaultPageSize;
  const rest = request.nextToken === undefined ? list : after(list, keyOf, kind, request.nextToken);
  const items = rest.slice(0, size);
  const [last, following] = [items.at(-1), rest[size]];
  if (last === undefined || following === undefined) return { items, next: {} };
  const token = [kind, keyOf(last), keyOf(following) < keyOf(last)];
  return { items, next: { nextToken: Buffer.from(JSON.stringify(token)).toString("base64url") } };
}

function after<T>(list: readonly T[], keyOf: (item: T) => number | string, kind: string, token: string): readonly T[] {
  const parsed = parseJson(Buffer.from(token, "base64url").toString());
  const [tokenKind, key, isFalling] = Array.isArray(parsed) ? parsed : [];
  if (tokenKind !== kind || (typeof key !== "number" && typeof key !== "string")) {
    throw statesError("InvalidToken", "Invalid Token: 'Invalid token'");
  }
  return list.filter((item) => (isFalling ? keyOf(item) < key : keyOf(item) > key));
}
