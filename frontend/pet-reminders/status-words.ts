import type { Tone } from "../common/tone.js";
import { CHANNEL_NAMES, type ChannelResult, isFinal, type ReminderState, type Status } from "./reminder.js";

/** A status as the card shows it. */
export interface StatusWords {
  readonly label: string;
  readonly tone: Tone;
  /** The sentence in the place of the countdown, where there is nothing to count and no channel's result to show; may be empty. */
  readonly sentence: string;
}

/** Every status in words. */
export const STATUS_WORDS: Readonly<Record<Status, StatusWords>> = {
  scheduled: { label: "Scheduled", tone: "waiting", sentence: "Any moment now" },
  sending: { label: "Sending", tone: "busy", sentence: "On its way" },
  sent: { label: "Sent", tone: "good", sentence: "" },
  "partially sent": { label: "Partly sent", tone: "busy", sentence: "One of the two did not go out" },
  failed: { label: "Not sent", tone: "bad", sentence: "It did not go out" },
  cancelled: { label: "Cancelled", tone: "quiet", sentence: "It will not be sent" },
  unknown: { label: "Not found", tone: "quiet", sentence: "The service does not know it any more" },
};

/** What happened on each channel, in words, once that is known for all. */
export function resultLines({ status, results }: ReminderState): readonly string[] {
  return isFinal(status) ? results.map(resultLine) : [];
}

function resultLine({ channel, status, error }: ChannelResult): string {
  const name = CHANNEL_NAMES[channel];
  if (status === "sent") return `${name}: sent`;
  return `${name}: ${FAILURES.find(([ending]) => error?.endsWith(ending))?.[1] ?? "could not be sent"}`;
}

// The handlers' error names end alike: EmailRejected, SmsRejected, ...
const FAILURES: readonly (readonly [ending: string, words: string])[] = [
  ["Rejected", "refused by the service, perhaps the address or number is wrong"],
  ["Unconfirmed", "perhaps sent, the confirmation got lost"],
  ["Throttled", "the service was too busy for too long"],
];
