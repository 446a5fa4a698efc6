import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import * as v from "valibot";
import { once, repeatable } from "../common/client-options.js";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { dynamoDbSendMarkers } from "./send-marker.js";
import { sendOnce } from "./send-once.js";

const inputSchema = v.object({ reminderId: v.string(), to: v.string(), message: v.string() });

/** What the function takes: the reminder's id, a phone number (E.164), and the text as the person wrote it. */
export type SmsReminder = v.InferOutput<typeof inputSchema>;

/** What it gives once SNS has accepted the SMS. */
export interface SmsSent {
  readonly channel: "sms";
  readonly status: "sent";
  /** SNS's id of the SMS. */
  readonly messageId: string;
}

/** SNS was not reached or asked to slow down: not sent, try again. */
const SmsThrottled = defineError("SmsThrottled");
/** SNS refused: not sent, and never will be. */
const SmsRejected = defineError("SmsRejected");
/** The answer was lost: it may have been sent and must not be repeated. */
const SmsUnconfirmed = defineError("SmsUnconfirmed");

const { SEND_MARKERS_TABLE } = readEnvironment({ SEND_MARKERS_TABLE: setting });
const sns = new SNSClient(once);
const markers = dynamoDbSendMarkers(SEND_MARKERS_TABLE, new DynamoDBClient(repeatable));
const log = createLog("sms-reminder");

/** Sends a reminder by SMS, at most once. */
export const handler: TaskHandler<SmsReminder, SmsSent, "SmsThrottled" | "SmsRejected" | "SmsUnconfirmed"> =
  defineHandler({
    input: inputSchema,
    errors: [SmsThrottled, SmsRejected, SmsUnconfirmed],
    run: async ({ reminderId, to, message }) => {
      const send = async () => (await sns.send(new PublishCommand({ PhoneNumber: to, Message: message }))).MessageId;
      const errors = { Throttled: SmsThrottled, Rejected: SmsRejected, Unconfirmed: SmsUnconfirmed };
      const attemptId = randomUUID();
      const messageId = await sendOnce({ channel: "sms", reminderId, attemptId, markers, send, errors, log });
      return { channel: "sms", status: "sent", messageId };
    },
  });
