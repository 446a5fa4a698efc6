import { isRecord } from "../common/is-record.js";
import type { RememberedReminder } from "./reminder.js";

/** The part of the browser's `Storage` that is used here. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** The reminders that this browser scheduled. */
export interface ReminderList {
  all(): readonly RememberedReminder[];
  /** Adds one, in front; one that is there already (an answer repeated) stays as it is. */
  add(reminder: RememberedReminder): void;
  remove(id: string): void;
  /** Whether the browser keeps the list when the page is closed. */
  isKept(): boolean;
}

/** The storage's key: by system, since one machine serves several systems from one origin. */
export const STORAGE_KEY = "stepwright.pet-reminders.v1";

/**
 * The list in the browser's storage. Works on in memory when the storage is blocked, full or holds something else.
 *
 * Each change reads the storage anew, so that two tabs do not overwrite each other.
 *
 * @param open gives the storage; it may throw, as `window.localStorage` does where cookies are blocked
 */
export function createReminderList(open: () => KeyValueStore): ReminderList {
  const store = attempt(open);
  let memory: readonly RememberedReminder[] = [];
  let kept = store !== undefined;

  const read = (): readonly RememberedReminder[] => {
    const text = kept ? attempt(() => store?.getItem(STORAGE_KEY) ?? "[]") : undefined;
    if (text === undefined) {
      kept = false;
      return memory;
    }
    memory = parse(text);
    return memory;
  };
  const write = (reminders: readonly RememberedReminder[]): void => {
    memory = reminders.slice(0, MOST);
    const written = attempt(() => {
      store?.setItem(STORAGE_KEY, JSON.stringify(memory));
      return true;
    });
    if (!written) kept = false;
  };

  read();
  return {
    all: read,
    add(reminder) {
      const others = read();
      if (others.some((other) => other.id === reminder.id)) return;
      const { id, sendAt, channel } = reminder;
      write([{ id, sendAt, channel }, ...others]);
    },
    remove(id) {
      write(read().filter((reminder) => reminder.id !== id));
    },
    isKept: () => kept,
  };
}

function parse(text: string): readonly RememberedReminder[] {
  const value: unknown = attempt(() => JSON.parse(text));
  return Array.isArray(value) ? value.flatMap(parseOne).slice(0, MOST) : [];
}

function parseOne(value: unknown): RememberedReminder[] {
  if (!isRecord(value)) return [];
  const { id, sendAt, channel } = value;
  if (typeof id !== "string" || id === "" || typeof sendAt !== "string" || Number.isNaN(Date.parse(sendAt))) return [];
  return channel === "email" || channel === "sms" || channel === "both" ? [{ id, sendAt, channel }] : [];
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** More than this nobody looks through, and each finished one costs a request when the page opens. */
const MOST = 30;
