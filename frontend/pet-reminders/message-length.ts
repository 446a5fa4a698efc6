import type { Channel } from "./reminder.js";

/** How full a message is, for the line under its field. */
export interface MessageCount {
  readonly used: number;
  readonly limit: number;
  /** The sentence for the line. */
  readonly text: string;
}

/** The most characters that a message may have. */
export const MESSAGE_LIMITS: Readonly<Record<Channel, number>> = { email: 5000, sms: 1600, both: 1600 };

/**
 * Counts a message towards its channel's limit, and an SMS in the parts that it will be sent (and paid) as.
 *
 * @example messageCount("Feed Rex", "sms").text; // "8 of 1,600 characters, 1 SMS part"
 */
export function messageCount(message: string, channel: Channel): MessageCount {
  const limit = MESSAGE_LIMITS[channel];
  const used = message.length;
  const parts = channel === "email" || message === "" ? "" : partsText(smsParts(message));
  const over = used > limit ? `, ${number(used - limit)} too many` : "";
  return { used, limit, text: `${number(used)} of ${number(limit)} characters${over}${parts}` };
}

/** Why a message cannot be sent, or nothing. */
export function messageProblem(message: string, channel: Channel): string | undefined {
  if (message.trim() === "") return "Write what the reminder should say.";
  const { used, limit } = messageCount(message, channel);
  if (used <= limit) return undefined;
  return `The message is ${number(used - limit)} ${used - limit === 1 ? "character" : "characters"} too long. Shorten it to ${number(limit)}.`;
}

/**
 * How many parts an SMS takes: 160 characters of the GSM alphabet fit in one, or 70 when it holds any other (emoji,
 * most accents' capital letters); a part of a longer message holds 153 or 67.
 */
export function smsParts(message: string): number {
  const isGsm = [...message].every((character) => GSM.has(character) || GSM_TWO.has(character));
  const length = isGsm
    ? [...message].reduce((sum, character) => sum + (GSM_TWO.has(character) ? 2 : 1), 0)
    : message.length;
  const [single, multiple] = isGsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / multiple);
}

function partsText(parts: number): string {
  return parts === 1 ? ", one SMS" : `, sent as ${parts} SMS parts`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

// 3GPP TS 23.038: the default alphabet, and its extension, whose characters take two places.
const GSM = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_TWO = new Set("^{}\\[~]|€");
