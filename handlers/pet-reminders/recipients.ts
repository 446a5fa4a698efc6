import { parseAllowList } from "../common/allow-list.js";
import { callingCodeOf } from "./phone-number.js";

/** To whom reminders may go. */
export interface Recipients {
  allowsEmail(address: string): boolean;
  /** @param phone a valid number in E.164 */
  allowsPhone(phone: string): boolean;
}

/**
 * Reads the allow-list, as `parseAllowList` does, with a country calling code such as `+1` or a phone number for phones.
 *
 * @throws InvalidEnvironment, so that a function with a doubtful list does not start at all.
 * @example `parseRecipients("me@example.com, @example.org, +1", "dev").allowsPhone("+12025550123") // true`
 */
export function parseRecipients(list: string, stage: string): Recipients {
  const { entries, everybody, allowsEmail } = parseAllowList(list, stage, isForPhones);
  return {
    allowsEmail,
    allowsPhone: (phone) => everybody || entries.has(phone) || entries.has(`+${callingCodeOf(phone)}`),
  };
}

function isForPhones(entry: string): boolean {
  return /^\+[1-9]\d{0,2}$/.test(entry) || callingCodeOf(entry) !== undefined;
}
