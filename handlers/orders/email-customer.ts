import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import * as v from "valibot";
import { parseAllowList } from "../common/allow-list.js";
import { once, repeatable } from "../common/client-options.js";
import { defineError } from "../common/define-error.js";
import { defineHandler, type TaskHandler } from "../common/define-handler.js";
import { readEnvironment, setting } from "../common/environment.js";
import { failureKind, nameOf } from "../common/failure-kind.js";
import { emailAbout } from "./customer-emails.js";
import { dynamoDbEffects } from "./dynamodb-effects.js";
import { doOnce } from "./effects.js";
import { orderIdSchema } from "./order.js";
import { Unavailable } from "./unavailable.js";

const inputSchema = v.variant("kind", [
  v.object({
    kind: v.literal("dispatched"),
    orderId: orderIdSchema,
    email: v.string(),
    trackingNumber: v.string(),
  }),
  v.object({ kind: v.picklist(["declined", "failed"]), orderId: orderIdSchema, email: v.string() }),
]);

/** Whom to tell what about an order. */
export type EmailCustomer = v.InferOutput<typeof inputSchema>;

const sentSchema = v.object({ messageId: v.string() });

/** What it gives once SES has accepted the e-mail. */
export type EmailedCustomer = v.InferOutput<typeof sentSchema>;

/** SES refused, or the address is not on the allow-list: not sent, and never will be. */
const EmailRejected = defineError("EmailRejected");

const { SENDER, ALLOWED_RECIPIENTS, STAGE, EFFECTS_TABLE } = readEnvironment({
  SENDER: setting,
  ALLOWED_RECIPIENTS: setting,
  STAGE: setting,
  EFFECTS_TABLE: setting,
});
const ses = new SESClient(once);
const store = dynamoDbEffects(EFFECTS_TABLE, new DynamoDBClient(repeatable));
const recipients = parseAllowList(ALLOWED_RECIPIENTS, STAGE);

/**
 * Tells an order's customer how it ended. A repeated call sends nothing more, unless the first one's answer was lost: rather one e-mail
 * too many than a customer who hears nothing.
 */
export const handler: TaskHandler<EmailCustomer, EmailedCustomer, "EmailRejected" | "Unavailable"> = defineHandler({
  input: inputSchema,
  errors: [EmailRejected, Unavailable],
  run: ({ email, ...news }) => {
    if (!recipients.allowsEmail(email))
      throw new EmailRejected("The address is not on the list of allowed recipients.");
    return doOnce({
      store,
      key: `${news.kind}-email#${news.orderId}`,
      result: sentSchema,
      act: () => send(email, emailAbout(news)),
      reverse: async () => {},
    });
  },
});

async function send(to: string, { subject, text }: { subject: string; text: string }): Promise<EmailedCustomer> {
  const Message = { Subject: { Data: subject, Charset: "UTF-8" }, Body: { Text: { Data: text, Charset: "UTF-8" } } };
  const command = new SendEmailCommand({ Source: SENDER, Destination: { ToAddresses: [to] }, Message });
  const { MessageId: messageId } = await ses.send(command).catch((error: unknown) => {
    const why = `SES did not accept the e-mail: ${nameOf(error)}.`;
    throw failureKind(error) === "rejected" ? new EmailRejected(why) : new Unavailable(why);
  });
  return { messageId: messageId ?? "unknown" };
}
