import type { handler as emailReminder } from "../../handlers/pet-reminders/email-reminder.js";
import type { Reminder } from "../../handlers/pet-reminders/reminder.js";
import type { handler as smsReminder } from "../../handlers/pet-reminders/sms-reminder.js";
import {
  and,
  type Data,
  days,
  type ErrorOutput,
  eq,
  errors,
  type Flow,
  invoke,
  lambda,
  lambdaMaybeDone,
  lambdaNotDone,
  minutes,
  type Names,
  parallel,
  seconds,
  text,
  toJson,
  until,
  workflow,
} from "../index.js";

type ByEmail = Names<{ input: Extract<Reminder, { email: string }> }>;
type BySms = Names<{ input: Extract<Reminder, { phone: string }> }>;
type ByBoth = Names<{ input: Extract<Reminder, { channel: "both" }> }>;

const email = lambda<typeof emailReminder>("email-reminder");
const sms = lambda<typeof smsReminder>("sms-reminder");

const sendEmail = ({ input }: ByEmail) =>
  invoke(email, { reminderId: input.id, to: input.email, message: input.message });
const sendSms = ({ input }: BySms) => invoke(sms, { reminderId: input.id, to: input.phone, message: input.message });

/** Nothing was sent: try again for some hours, spread out so that many reminders due at once do not return together. */
const patiently = {
  every: seconds(2),
  maxAttempts: 10,
  backoffRate: 2,
  maxDelay: minutes(15),
  jitter: "FULL",
} as const;
/** The answer may have been lost: try again only because the handlers' send marker prevents a second message. */
const behindTheMarker = { every: seconds(5), maxAttempts: 3, jitter: "FULL" } as const;

const limits = { timeout: seconds(60) };
const emailRetry = [
  { on: [...lambdaNotDone, "EmailThrottled"], ...patiently },
  { on: [...lambdaMaybeDone, errors.timeout], ...behindTheMarker },
] as const;
const smsRetry = [
  { on: [...lambdaNotDone, "SmsThrottled"], ...patiently },
  { on: [...lambdaMaybeDone, errors.timeout], ...behindTheMarker },
] as const;

/** Only the error's name: its cause may quote an address. */
const notSent = <C extends "email" | "sms">(channel: C, problem: Data<ErrorOutput>) =>
  ({ channel, status: "failed", error: problem.Error }) as const;

/** Sends by e-mail as one of two branches: a failure is its result, so that it does not abort the other. */
const emailBranch = (branch: Flow<ByBoth, never, never>) =>
  branch
    .let("email", "SendEmailOfBoth", sendEmail, {
      ...limits,
      retry: emailRetry,
      catch: {
        [errors.any]: (w) => w.as("problem").succeed("EmailOfBothFailed", ({ problem }) => notSent("email", problem)),
      },
    })
    .succeed("EmailOfBothSent", ({ email }) => email);

/** Sends by SMS as one of two branches. */
const smsBranch = (branch: Flow<ByBoth, never, never>) =>
  branch
    .let("sms", "SendSmsOfBoth", sendSms, {
      ...limits,
      retry: smsRetry,
      catch: {
        [errors.any]: (w) => w.as("problem").succeed("SmsOfBothFailed", ({ problem }) => notSent("sms", problem)),
      },
    })
    .succeed("SmsOfBothSent", ({ sms }) => sms);

/**
 * Waits until a reminder is due and sends it by e-mail, by SMS or by both. It succeeds when every channel did; else its
 * `Cause` says in JSON what became of each, since a failed execution has no output.
 */
export const petReminders = workflow<Reminder>("pet-reminders", {
  comment: "Sends a reminder at its time, by e-mail, by SMS or by both.",
  timeout: days(365),
})
  .wait("Timer", ({ input }) => until(input.sendAt))
  .match(
    "Channel",
    "input.channel",
    {
      email: (w) =>
        w
          .let("email", "SendEmail", sendEmail, {
            ...limits,
            retry: emailRetry,
            catch: {
              [errors.any]: (w) =>
                w
                  .as("problem")
                  .fail("EmailFailed", "ReminderNotSent", ({ problem }) =>
                    toJson({ results: [notSent("email", problem)] }),
                  ),
            },
          })
          .succeed("EmailSent", ({ email }) => ({ results: [email] })),
      sms: (w) =>
        w
          .let("sms", "SendSms", sendSms, {
            ...limits,
            retry: smsRetry,
            catch: {
              [errors.any]: (w) =>
                w
                  .as("problem")
                  .fail("SmsFailed", "ReminderNotSent", ({ problem }) =>
                    toJson({ results: [notSent("sms", problem)] }),
                  ),
            },
          })
          .succeed("SmsSent", ({ sms }) => ({ results: [sms] })),
      both: (w) =>
        w
          .let("results", "SendBoth", ({ branch }) => parallel(emailBranch(branch), smsBranch(branch)))
          .choice("AllSent", (c) =>
            c
              .when(
                ({ results }) => and(eq(results[0].status, "sent"), eq(results[1].status, "sent")),
                (w) => w.succeed("BothSent", ({ results }) => ({ results })),
              )
              .otherwise((w) => w.fail("NotAllSent", "ReminderNotSent", ({ results }) => toJson({ results }))),
          ),
    },
    (w) =>
      w.fail("UnknownChannel", "UnknownChannel", ({ input }) => text`There is no channel called ${input.channel}.`),
  );
