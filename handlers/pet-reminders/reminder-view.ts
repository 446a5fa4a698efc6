import { type ChannelResult, type SingleChannel, singleChannels } from "./reminder.js";
import type { Progress, StoredReminder } from "./reminder-store.js";

/** Where a reminder stands, for its owner. */
type ReminderStatus = "scheduled" | "sending" | "sent" | "partially sent" | "failed" | "cancelled";

/** A reminder as `GET /api/reminders/{id}` shows it: without its addresses and text, which its owner knows. */
export interface ReminderView {
  readonly id: string;
  readonly status: ReminderStatus;
  /** RFC 3339, UTC. */
  readonly sendAt: string;
  readonly channels: readonly SingleChannel[];
  /** What became of each channel, once that is known. */
  readonly results: readonly ChannelResult[];
}

/** @param now Unix milliseconds; a reminder that runs and whose time has come is being sent. */
export function viewOf({ reminder, progress }: StoredReminder, now: number): ReminderView {
  return {
    id: reminder.id,
    status: statusOf(progress, now >= Date.parse(reminder.sendAt)),
    sendAt: reminder.sendAt,
    channels: singleChannels(reminder),
    results: progress.state === "finished" ? progress.results : [],
  };
}

function statusOf(progress: Progress, due: boolean): ReminderStatus {
  switch (progress.state) {
    case "running":
      return due ? "sending" : "scheduled";
    case "cancelled":
      return "cancelled";
    case "finished": {
      const sent = progress.results.filter((result) => result.status === "sent").length;
      if (sent === 0) return "failed";
      return sent === progress.results.length ? "sent" : "partially sent";
    }
  }
}
