import * as v from "valibot";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";

const inputSchema = v.object({ reminderId: v.string(), to: v.string(), message: v.string() });

/** What the function takes. */
export type EmailReminder = v.InferOutput<typeof inputSchema>;

/** What it gives once SES has accepted the e-mail. */
export interface EmailSent {
  readonly channel: "email";
  readonly status: "sent";
  /** SES's id of the e-mail. */
  readonly messageId: string;
}

const EmailThrottled = defineError("EmailThrottled");
const EmailRejected = defineError("EmailRejected");
const EmailUnconfirmed = defineError("EmailUnconfirmed");

/** Sends a reminder by e-mail. */
export const handler: TaskHandler<EmailReminder, EmailSent, "EmailThrottled" | "EmailRejected" | "EmailUnconfirmed"> =
  defineHandler({
    input: inputSchema,
    errors: [EmailThrottled, EmailRejected, EmailUnconfirmed],
    run: async () => {
      throw new EmailRejected("in the making");
    },
  });
