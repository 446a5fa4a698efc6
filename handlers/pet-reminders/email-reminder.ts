import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import * as v from "valibot";
import { once, repeatable } from "../common/client-options.js";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { dynamoDbSendMarkers } from "./send-marker.js";
import { sendOnce } from "./send-once.js";

const inputSchema = v.object({ reminderId: v.string(), to: v.string(), message: v.string() });

/** What the function takes: the reminder's id, one e-mail address, and the text as the person wrote it. */
export type EmailReminder = v.InferOutput<typeof inputSchema>;

/** What it gives once SES has accepted the e-mail. */
export interface EmailSent {
  readonly channel: "email";
  readonly status: "sent";
  /** SES's id of the e-mail. */
  readonly messageId: string;
}

/** SES was not reached or asked to slow down: not sent, try again. */
const EmailThrottled = defineError("EmailThrottled");
/** SES refused: not sent, and never will be. */
const EmailRejected = defineError("EmailRejected");
/** The answer was lost: it may have been sent and must not be repeated. */
const EmailUnconfirmed = defineError("EmailUnconfirmed");

const { SENDER, SEND_MARKERS_TABLE } = readEnvironment({ SENDER: setting, SEND_MARKERS_TABLE: setting });
const ses = new SESClient(once);
const markers = dynamoDbSendMarkers(SEND_MARKERS_TABLE, new DynamoDBClient(repeatable));
const log = createLog("email-reminder");

/** Sends a reminder by e-mail, at most once, as plain text under a fixed subject. */
export const handler: TaskHandler<EmailReminder, EmailSent, "EmailThrottled" | "EmailRejected" | "EmailUnconfirmed"> =
  defineHandler({
    input: inputSchema,
    errors: [EmailThrottled, EmailRejected, EmailUnconfirmed],
    run: async ({ reminderId, to, message }) => {
      const send = async () => {
        const email = {
          Subject: { Data: "Pet reminder", Charset: "UTF-8" },
          Body: { Text: { Data: message, Charset: "UTF-8" } },
        };
        const command = new SendEmailCommand({ Source: SENDER, Destination: { ToAddresses: [to] }, Message: email });
        return (await ses.send(command)).MessageId;
      };
      const errors = { Throttled: EmailThrottled, Rejected: EmailRejected, Unconfirmed: EmailUnconfirmed };
      const attemptId = randomUUID();
      const messageId = await sendOnce({ channel: "email", reminderId, attemptId, markers, send, errors, log });
      return { channel: "email", status: "sent", messageId };
    },
  });
