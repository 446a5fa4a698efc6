import type { Channel } from "./reminder.js";

/** How full a message is, for the line under its field. */
export interface MessageCount {
  /** In the unit that the limit counts: characters, or places of the GSM alphabet, where `€` and brackets take two. */
  readonly used: number;
  readonly limit: number;
  /** The sentence for the line. */
  readonly text: string;
}

/** The limits of the API: an e-mail's length, and an SMS's, which is ten parts. */
export const LIMITS = { email: 10_000, gsm: 1530, otherScript: 630 } as const;

/**
 * Counts a message towards its channel's limit, and an SMS in the parts that it will be sent (and paid) as.
 *
 * @example messageCount("Feed Rex", "sms").text; // "8 of 1,530 characters, one SMS"
 */
export function messageCount(message: string, channel: Channel): MessageCount {
  const places = channel === "email" ? undefined : gsmPlaces(message);
  const limit = channel === "email" ? LIMITS.email : places === undefined ? LIMITS.otherScript : LIMITS.gsm;
  const used = places ?? message.length;
  const over = used > limit ? `, ${number(used - limit)} too many` : "";
  const parts = channel === "email" || message === "" || over !== "" ? "" : partsText(smsParts(message));
  return { used, limit, text: `${number(used)} of ${number(limit)} characters${over}${parts}` };
}

/** Why a message cannot be sent, or nothing. */
export function messageProblem(message: string, channel: Channel): string | undefined {
  if (message.trim() === "") return "Write what the reminder should say.";
  const { used, limit } = messageCount(message, channel);
  if (used <= limit) return undefined;
  const emoji = limit === LIMITS.otherScript ? " (emoji and other scripts take more room in an SMS)" : "";
  return `The message is too long: shorten it to ${number(limit)} characters${emoji}.`;
}

/**
 * How many parts an SMS takes: 160 characters of the GSM alphabet fit in one, or 70 when it holds any other (emoji,
 * other scripts); a part of a longer message holds 153 or 67.
 */
export function smsParts(message: string): number {
  const places = gsmPlaces(message);
  const length = places ?? message.length;
  const [single, multiple] = places === undefined ? [70, 67] : [160, 153];
  return length <= single ? 1 : Math.ceil(length / multiple);
}

function gsmPlaces(message: string): number | undefined {
  const characters = [...message];
  if (!characters.every((character) => GSM.has(character) || GSM_TWO.has(character))) return undefined;
  return characters.reduce((sum, character) => sum + (GSM_TWO.has(character) ? 2 : 1), 0);
}

function partsText(parts: number): string {
  return parts === 1 ? ", one SMS" : `, sent as ${parts} SMS parts`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

// 3GPP TS 23.038: the default alphabet, and its extension, whose characters take two places.
const GSM: ReadonlySet<string> = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const GSM_TWO: ReadonlySet<string> = new Set("\f^{}\\[~]|€");
