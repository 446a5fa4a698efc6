import { isEmailAddress } from "./email-address.js";
import { InvalidEnvironment } from "./environment.js";

/** To which addresses a system may write. */
export interface AllowList {
  /** The entries as they are, in lower case. */
  readonly entries: ReadonlySet<string>;
  /** Whether `*` is among them. */
  readonly everybody: boolean;
  allowsEmail(address: string): boolean;
}

/**
 * Reads the setting `ALLOWED_RECIPIENTS`: entries with commas between, each an e-mail address, `@domain` (that domain, not those
 * below it), something for phones, or `*` for everybody, on stage `local` only. Addresses compare without regard to case.
 *
 * @param isForPhones judges entries that are no e-mail address; without it, `+` and digits are let through, for the systems
 * that share the setting and write to phones
 * @throws InvalidEnvironment, so that a function with a doubtful list does not start at all. It names an entry by its place in
 * the list: the list is personal data and the message is logged.
 * @example `parseAllowList("me@example.com, @example.org", "dev").allowsEmail("you@example.org") // true`
 */
export function parseAllowList(
  list: string,
  stage: string,
  isForPhones = (entry: string): boolean => /^\+\d{1,15}$/.test(entry),
): AllowList {
  const all = list.split(",").map((entry) => entry.trim().toLowerCase());
  const wrong = all.flatMap((entry, index) => (isForEmail(entry) || isForPhones(entry) ? [] : [index + 1]));
  if (wrong.length > 0) {
    throw new InvalidEnvironment(
      `ALLOWED_RECIPIENTS: entry ${wrong.join(" and ")} is none of: an e-mail address, '@domain', '+' with a country calling code, a phone number in E.164, '*'. Mend or remove it.`,
    );
  }
  if (all.includes("*") && stage !== "local") {
    throw new InvalidEnvironment(
      `ALLOWED_RECIPIENTS: '*' would let anybody send to anybody. It is for the stage 'local' only; this is '${stage}'.`,
    );
  }
  const entries = new Set(all);
  const everybody = entries.has("*");
  return {
    entries,
    everybody,
    allowsEmail: (address) => {
      const lower = address.toLowerCase();
      const at = lower.lastIndexOf("@");
      return at > 0 && (everybody || entries.has(lower) || entries.has(lower.slice(at)));
    },
  };
}

function isForEmail(entry: string): boolean {
  if (entry === "*") return true;
  // '*' may stand in an address, but whoever writes '*@example.org' here means the domain.
  if (entry.includes("*")) return false;
  return isEmailAddress(entry) || (entry.startsWith("@") && isEmailAddress(`anybody${entry}`));
}
