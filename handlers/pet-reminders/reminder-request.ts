import * as v from "valibot";
import { isEmailAddress } from "../common/email-address.js";
import type { FieldError } from "../common/http.js";
import { parseJson } from "../common/parse-json.js";
import { callingCodeOf } from "./phone-number.js";
import { type Channel, channels } from "./reminder.js";
import { LONGEST_WAIT_SECONDS, parseTime } from "./send-time.js";
import { fitsSms } from "./sms-text.js";

/** The address or addresses of a reminder, by its channel. */
export type Destination =
  | { readonly channel: "email"; readonly email: string }
  | { readonly channel: "sms"; readonly phone: string }
  | { readonly channel: "both"; readonly email: string; readonly phone: string };

/** A reminder asked for, checked. `sendAt` is RFC 3339 in UTC with `Z`. */
interface ReminderRequest {
  readonly message: string;
  readonly sendAt: string;
  readonly destination: Destination;
}

/** A request read, or everything that is wrong with it. */
export type ParsedRequest = { readonly request: ReminderRequest } | { readonly errors: readonly FieldError[] };

/** Longer ones are nobody's reminder; SES would take far more. */
const LONGEST_EMAIL = 10_000;

const text = (missing: string) => v.string((issue) => (issue.input === undefined ? missing : "This must be text."));

const fieldsSchema = v.object({
  message: v.pipe(
    text("Write a message."),
    v.check((value) => value.trim() !== "", "Write a message."),
    v.maxLength(
      LONGEST_EMAIL,
      `The message is too long: write at most ${LONGEST_EMAIL.toLocaleString("en")} characters.`,
    ),
    // What SNS takes, which is what XML 1.0 takes.
    v.regex(
      /^[\t\n\r\x20-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u,
      "The message holds control characters. Take them out.",
    ),
  ),
  channel: v.picklist(channels, `Choose how to be reminded: ${channels.join(", ")}.`),
  email: v.optional(v.pipe(text(""), v.check(isEmailAddress, "Write one e-mail address, such as name@example.com."))),
  phone: v.optional(
    v.pipe(
      text(""),
      v.check(
        (value) => callingCodeOf(value) !== undefined,
        "Write a phone number that exists, with + and its country code and no spaces, such as +12025550123.",
      ),
    ),
  ),
  waitSeconds: v.optional(
    v.pipe(
      v.number("This must be a number of seconds."),
      v.integer("This must be a whole number of seconds."),
      v.minValue(0, "The time to wait cannot be negative."),
      v.maxValue(LONGEST_WAIT_SECONDS, "A reminder can be at most 364 days ahead."),
    ),
  ),
  sendAt: v.optional(
    v.pipe(
      text(""),
      v.check(
        (value) => parseTime(value) !== undefined,
        "Write a date and time with its zone, such as 2030-01-31T08:00:00Z or 2030-01-31T08:00:00+01:00.",
      ),
    ),
  ),
});

type Fields = v.InferOutput<typeof fieldsSchema>;

/**
 * Reads the body of `POST /api/reminders` and checks all of it, so that a person can mend everything at once.
 *
 * @param now Unix milliseconds
 */
export function parseReminderRequest(body: Uint8Array, now: number): ParsedRequest {
  const value = parseJson(body);
  if (value === undefined) return bodyError("The body must be JSON in UTF-8.");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return bodyError('The body must be a JSON object, such as {"message": "Feed the cat", "channel": "email", ...}.');
  }
  const sent = new Map<string, unknown>(Object.entries(value));
  const names = Object.keys(fieldsSchema.entries);
  // Every field is given, if as undefined, so that a missing one is judged by its own schema, in its own words.
  const parsed = v.safeParse(fieldsSchema, Object.fromEntries(names.map((name) => [name, sent.get(name)])), {
    abortPipeEarly: true,
  });
  const wrong = (parsed.issues ?? []).map((issue) => ({
    field: v.getDotPath(issue) ?? "body",
    message: issue.message,
  }));
  const errors = [
    ...wrong,
    ...crossFieldErrors(sent, now).filter((error) => !wrong.some(({ field }) => field === error.field)),
    ...unknownFields(sent, names),
  ];
  if (errors.length > 0 || !parsed.success) return { errors };
  const destination = destinationOf(parsed.output);
  const time = sendTime(parsed.output, now);
  // Both are checked above; this tells the compiler.
  if (!destination || time === undefined) return bodyError("The body lacks an address or a time.");
  return { request: { message: parsed.output.message, sendAt: new Date(time).toISOString(), destination } };
}

// What one field says about another. A field that is wrong by itself is left to its own error.
function crossFieldErrors(sent: ReadonlyMap<string, unknown>, now: number): FieldError[] {
  const errors: FieldError[] = [];
  const say = (field: string, message: string) => errors.push({ field, message });
  const has = (field: string) => sent.get(field) !== undefined;

  const channel = channels.find((one) => one === sent.get("channel"));
  if (channel) {
    for (const [field, needed, what] of [
      ["email", channel !== "sms", "an e-mail address"],
      ["phone", channel !== "email", "a phone number"],
    ] as const) {
      if (needed && !has(field)) say(field, `The channel '${channel}' needs ${what}.`);
      if (!needed && has(field))
        say(field, `The channel '${channel}' does not use ${what}. Leave it out, or choose 'both'.`);
    }
  }
  const message = sent.get("message");
  if (channel !== undefined && channel !== "email" && typeof message === "string" && !fitsSms(message)) {
    say("message", "The message is too long for an SMS: at most 1,530 characters, or 630 with emoji or other scripts.");
  }

  if (has("waitSeconds") === has("sendAt")) {
    const which = has("sendAt") ? "not both" : "one of them";
    for (const field of ["waitSeconds", "sendAt"]) say(field, `Say when, by waitSeconds or by sendAt, ${which}.`);
  }
  const sendAt = sent.get("sendAt");
  const time = typeof sendAt === "string" ? parseTime(sendAt) : undefined;
  if (time !== undefined && !errors.some(({ field }) => field === "sendAt")) {
    if (time < now) say("sendAt", "This time is in the past.");
    if (time > now + LONGEST_WAIT_SECONDS * 1000) say("sendAt", "A reminder can be at most 364 days ahead.");
  }
  return errors;
}

function unknownFields(sent: ReadonlyMap<string, unknown>, names: readonly string[]): FieldError[] {
  const unknown = [...sent.keys()].filter((name) => !names.includes(name)).slice(0, 20);
  return unknown.map((name) => ({
    field: name.slice(0, 50),
    message: `There is no such field. Use ${names.join(", ")}.`,
  }));
}

function destinationOf({ channel, email, phone }: Fields): Destination | undefined {
  const by: Record<Channel, () => Destination | undefined> = {
    email: () => (email === undefined ? undefined : { channel: "email", email }),
    sms: () => (phone === undefined ? undefined : { channel: "sms", phone }),
    both: () => (email === undefined || phone === undefined ? undefined : { channel: "both", email, phone }),
  };
  return by[channel]();
}

function sendTime({ waitSeconds, sendAt }: Fields, now: number): number | undefined {
  if (waitSeconds !== undefined) return now + waitSeconds * 1000;
  return sendAt === undefined ? undefined : parseTime(sendAt);
}

function bodyError(message: string): ParsedRequest {
  return { errors: [{ field: "body", message }] };
}
