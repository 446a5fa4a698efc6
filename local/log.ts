/** How bad it is. */
export type LogLevel = "info" | "warn" | "error";

/** What a log line may carry beside its text. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line of the runtime's log, already redacted. */
export interface LogEntry {
  readonly at: Date;
  readonly level: LogLevel;
  /** Who speaks: a service (`lambda`), or a function by its name. */
  readonly source: string;
  readonly text: string;
  readonly fields: LogFields;
}

/**
 * Writes one structured line.
 *
 * @example
 * log("info", "states", "execution started", { name: execution.name });
 */
export type Log = (level: LogLevel, source: string, text: string, fields?: LogFields) => void;

// Addresses and numbers of people. A phone number is only taken for one in its international form, or ids would go too.
const email = /[^\s"'<>(),:;=[\]{}]+@[^\s"'<>(),:;=[\]{}]+\.[a-z]{2,}/giu;
const phone = /(?<![\w+-])\+[1-9](?:[ -]?\d){6,14}(?!\d)/gu;

/**
 * Takes e-mail addresses and phone numbers out of a text.
 *
 * @example
 * redact("sent to ann@example.com"); // "sent to [e-mail]"
 */
export function redact(text: string): string {
  return text.replace(email, "[e-mail]").replace(phone, "[phone]");
}

/** Makes a {@link Log} that redacts every text and string field, then hands the entry to `write`. */
export function createLog(write: (entry: LogEntry) => void, now: () => Date = () => new Date()): Log {
  return (level, source, text, fields = {}) => {
    const clean = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? redact(value) : value,
    ]);
    write({ at: now(), level, source: redact(source), text: redact(text), fields: Object.fromEntries(clean) });
  };
}

/**
 * An entry as one line for a terminal.
 *
 * @example
 * "12:30:05 info  states  execution started name=ab12"
 */
export function formatEntry({ at, level, source, text, fields }: LogEntry): string {
  const pairs = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  const line = [at.toTimeString().slice(0, 8), level.padEnd(5), source, "", text, ...pairs].join(" ");
  // Names of topics and the like come from outside, and must neither make lines of their own nor steer the terminal.
  return line.replace(/[\r\n]+/gu, " ").replace(/(?!\t)\p{Cc}/gu, "\u{FFFD}");
}
