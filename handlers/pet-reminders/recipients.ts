import { InvalidEnvironment } from "../common/environment.js";
import { isEmailAddress } from "./email-address.js";
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
  const problems = entries.flatMap((entry, index) => {
    if (entry === "*" && stage !== "local") {
      return [`entry ${index + 1} is '*', which would let anybody send to anybody: it is for the stage 'local' only`];
    }
    return isEntry(entry)
      ? []
      : [`entry ${index + 1} is not an e-mail address, '@domain', '+' with a country calling code or a phone number`];
  });
  if (problems.length > 0) throw new InvalidEnvironment(`ALLOWED_RECIPIENTS: ${problems.join("; ")}.`);
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
  if (entry === "*" || isEmailAddress(entry) || /^\+[1-9]\d{0,2}$/.test(entry)) return true;
  return callingCodeOf(entry) !== undefined || (entry.startsWith("@") && isEmailAddress(`anybody${entry}`));
}
