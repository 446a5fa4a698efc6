import type { FieldError } from "../common/problem.js";
import { messageProblem } from "./message-length.js";
import type { Channel } from "./reminder.js";
import { type Read, readDelay, readMoment, type Unit } from "./when.js";

/** What stands in the form, as typed. */
export interface FormValues {
  readonly message: string;
  readonly channel: Channel;
  readonly email: string;
  readonly phone: string;
  readonly when: "in" | "at";
  readonly amount: string;
  readonly unit: Unit;
  /** As `datetime-local` gives it. */
  readonly moment: string;
}

/** The body of `POST /api/reminders`. */
export type ReminderRequest = {
  readonly message: string;
  readonly channel: Channel;
  readonly email?: string;
  readonly phone?: string;
} & ({ readonly waitSeconds: number } | { readonly sendAt: string });

/** The form's fields under the names that the API gives them. */
export type Field = "message" | "channel" | "email" | "phone" | "waitSeconds" | "sendAt";

/**
 * The request that a filled-in form means, or every mistake in it that can be seen without the API (which has the last
 * word on each field).
 *
 * @param now milliseconds since 1970
 */
export function readForm(
  form: FormValues,
  now: number,
): { readonly request: ReminderRequest } | { readonly errors: readonly (FieldError & { readonly field: Field })[] } {
  const errors: (FieldError & { field: Field })[] = [];
  const check = <T>(field: Field, read: Read<T>): T | undefined => {
    if ("value" in read) return read.value;
    errors.push({ field, message: read.mistake });
    return undefined;
  };
  const message = check("message", readMessage(form.message, form.channel));
  const email = form.channel === "sms" ? undefined : check("email", readEmail(form.email));
  const phone = form.channel === "email" ? undefined : check("phone", readPhone(form.phone));
  const waitSeconds = form.when === "in" ? check("waitSeconds", readDelay(form.amount, form.unit)) : undefined;
  const sendAt = form.when === "at" ? check("sendAt", readMoment(form.moment, now)) : undefined;
  if (errors.length > 0 || message === undefined) return { errors };
  const time = waitSeconds === undefined ? (sendAt === undefined ? undefined : { sendAt }) : { waitSeconds };
  if (!time) return { errors };
  return {
    request: {
      message,
      channel: form.channel,
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
      ...time,
    },
  };
}

function readMessage(text: string, channel: Channel): Read<string> {
  const mistake = messageProblem(text, channel);
  return mistake === undefined ? { value: text } : { mistake };
}

function readEmail(text: string): Read<string> {
  const email = text.trim();
  if (email === "") return { mistake: "Enter the e-mail address that gets the reminder." };
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return { mistake: "Enter a whole e-mail address, like sam@example.com." };
  return { value: email };
}

/** Spaces and the like are how people write numbers; E.164, which the API wants, has none. */
function readPhone(text: string): Read<string> {
  const phone = text.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "");
  if (phone === "") return { mistake: "Enter the phone number that gets the reminder." };
  if (!phone.startsWith("+")) return { mistake: "Start with the country code, like +1\u00a0202\u00a0555\u00a00123." };
  if (!/^\+[1-9]\d{6,14}$/.test(phone))
    return { mistake: "Enter a whole phone number, like +1\u00a0202\u00a0555\u00a00123." };
  return { value: phone };
}
