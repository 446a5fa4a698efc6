import * as v from "valibot";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";

const inputSchema = v.object({ reminderId: v.string(), to: v.string(), message: v.string() });

/** What the function takes. */
export type SmsReminder = v.InferOutput<typeof inputSchema>;

/** What it gives once SNS has accepted the SMS. */
export interface SmsSent {
  readonly channel: "sms";
  readonly status: "sent";
  /** SNS's id of the SMS. */
  readonly messageId: string;
}

const SmsThrottled = defineError("SmsThrottled");
const SmsRejected = defineError("SmsRejected");
const SmsUnconfirmed = defineError("SmsUnconfirmed");

/** Sends a reminder by SMS. */
export const handler: TaskHandler<SmsReminder, SmsSent, "SmsThrottled" | "SmsRejected" | "SmsUnconfirmed"> =
  defineHandler({
    input: inputSchema,
    errors: [SmsThrottled, SmsRejected, SmsUnconfirmed],
    run: async () => {
      throw new SmsRejected("in the making");
    },
  });
