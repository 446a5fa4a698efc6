import type { ChannelResult, Reminder } from "./reminder.js";

/** How far a reminder has come, as its store knows it. */
export type Progress =
  /** It waits, or is being sent. */
  | { readonly state: "running" }
  | { readonly state: "finished"; readonly results: readonly ChannelResult[] }
  | { readonly state: "cancelled" };

/** A reminder and how far it has come. */
export interface StoredReminder {
  readonly reminder: Reminder;
  readonly progress: Progress;
}

/** How long to look for a reminder that may have been stored a moment ago and cannot be seen yet. */
export type Patience = "none" | "short" | "long";

/** Where reminders are kept. Step Functions is behind it; a table may follow. */
export interface ReminderStore {
  /** Stores and schedules a reminder, unless its id is taken by another request or an earlier time. */
  start(reminder: Reminder): Promise<"started" | "taken">;
  find(id: string, patience: Patience): Promise<StoredReminder | undefined>;
  /** Cancels a reminder; one that is finished stays as it is. */
  stop(id: string): Promise<void>;
}

/** Thrown when the store could not be asked for now; the same call may be made again. */
export class StoreUnavailable extends Error {
  /** @param reason the name of the error behind it, for the log */
  constructor(readonly reason: string) {
    super(`The reminders' store is not available: ${reason}.`);
  }
}
