import { isEmailAddress } from "./email-address.js";
import { InvalidEnvironment } from "./environment.js";
import { callingCodeOf } from "./phone-number.js";

/** To whom reminders may go. */
export interface Recipients {
  allowsEmail(address: string): boolean;
  /** @param phone a valid number in E.164 */
  allowsPhone(phone: string): boolean;
}

/**
 * Reads the allow-list: entries with commas between, each an e-mail address, `@domain` (that domain, not those
 * below it), a country calling code such as `+1`, a phone number, or `*` for everybody, on stage `local` only. Addresses
 * compare without regard to case.
 *
 * @throws InvalidEnvironment, so that a function with a doubtful list does not start at all. It names an entry by its place in
 * the list: the list is personal data and the message is logged.
 * @example `parseRecipients("me@example.com, @example.org, +1", "dev").allowsPhone("+12025550123") // true`
 */
export function parseRecipients(list: string, stage: string): Recipients {
  const entries = list.split(",").map((entry) => entry.trim().toLowerCase());
  const wrong = entries.flatMap((entry, index) => (isEntry(entry) ? [] : [index + 1]));
  if (wrong.length > 0) {
    throw new InvalidEnvironment(
      `ALLOWED_RECIPIENTS: entry ${wrong.join(" and ")} is none of: an e-mail address, '@domain', '+' with a country calling code, a phone number in E.164, '*'. Mend or remove it.`,
    );
  }
  if (entries.includes("*") && stage !== "local") {
    throw new InvalidEnvironment(
      `ALLOWED_RECIPIENTS: '*' would let anybody send to anybody. It is for the stage 'local' only; this is '${stage}'.`,
    );
  }
  const allowed = new Set(entries);
  const everybody = allowed.has("*");
  return {
    allowsEmail: (address) => {
      const lower = address.toLowerCase();
      return everybody || allowed.has(lower) || allowed.has(lower.slice(lower.lastIndexOf("@")));
    },
    allowsPhone: (phone) => everybody || allowed.has(phone) || allowed.has(`+${callingCodeOf(phone)}`),
  };
}

function isEntry(entry: string): boolean {
  if (entry === "*") return true;
  // '*' may stand in an address, but whoever writes '*@example.org' here means the domain.
  if (entry.includes("*")) return false;
  if (isEmailAddress(entry) || /^\+[1-9]\d{0,2}$/.test(entry)) return true;
  return callingCodeOf(entry) !== undefined || (entry.startsWith("@") && isEmailAddress(`anybody${entry}`));
}
