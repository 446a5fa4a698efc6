import { isRecord } from "../common/is-record.js";
import { createKeptList, type KeptList, type KeyValueStore } from "../common/kept-list.js";
import type { RememberedReminder } from "./reminder.js";

/** The reminders that this browser scheduled. */
export type ReminderList = KeptList<RememberedReminder>;

/** The storage's key. */
export const STORAGE_KEY = "stepwright.pet-reminders.v1";

/**
 * The list in the browser's storage.
 *
 * @param open gives the storage; it may throw, as `window.localStorage` does where cookies are blocked
 */
export function createReminderList(open: () => KeyValueStore): ReminderList {
  const list = createKeptList({ open, key: STORAGE_KEY, idOf: ({ id }) => id, read: parseOne, most: MOST });
  // Only these: what else a reminder holds is not the browser's to keep.
  return { ...list, add: ({ id, sendAt, channel }) => list.add({ id, sendAt, channel }) };
}

function parseOne(value: unknown): RememberedReminder[] {
  if (!isRecord(value)) return [];
  const { id, sendAt, channel } = value;
  if (typeof id !== "string" || id === "" || typeof sendAt !== "string" || Number.isNaN(Date.parse(sendAt))) return [];
  return channel === "email" || channel === "sms" || channel === "both" ? [{ id, sendAt, channel }] : [];
}

/** More than this nobody looks through, and each finished one costs a request when the page opens. */
const MOST = 30;
