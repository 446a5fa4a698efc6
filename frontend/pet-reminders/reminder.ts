/** How a reminder is sent. */
export type Channel = "email" | "sms" | "both";

/** What the API says of a reminder; `unknown` is this page's own word for one that the API does not know (any more). */
export type Status = "scheduled" | "sending" | "sent" | "partially sent" | "failed" | "cancelled" | "unknown";

/** What became of one channel. */
export interface ChannelResult {
  readonly channel: "email" | "sms";
  readonly status: "sent" | "failed";
  /** The error's name, where it failed. */
  readonly error?: string;
}

/** A reminder as the API answers `GET`. */
export interface ReminderState {
  readonly status: Status;
  readonly results: readonly ChannelResult[];
}

/** What this browser remembers of a reminder: no address, no number, no message. */
export interface RememberedReminder {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly sendAt: string;
  readonly channel: Channel;
}

/** Whether nothing more will happen to a reminder with this status. */
export function isFinal(status: Status): boolean {
  return status !== "scheduled" && status !== "sending";
}

/** A channel in words. */
export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  email: "E-mail",
  sms: "SMS",
  both: "E-mail and SMS",
};
