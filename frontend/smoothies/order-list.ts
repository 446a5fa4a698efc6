import { createKeptList, type KeptList, type KeyValueStore } from "../common/kept-list.js";

/** The storage's key. */
export const STORAGE_KEY = "stepwright.smoothies.v1";

/**
 * The ids of the orders that this browser has placed, the latest first. Nothing else is kept: whose they are, and what was ordered,
 * the API tells to whoever knows the id.
 *
 * @param open gives the storage; it may throw, as `window.localStorage` does where cookies are blocked
 */
export function createOrderList(open: () => KeyValueStore): KeptList<string> {
  return createKeptList({ open, key: STORAGE_KEY, idOf: (id) => id, read: readId, most: MOST });
}

function readId(value: unknown): string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** More than this nobody looks through, and each costs a request when the page opens. */
const MOST = 20;
