import * as v from "valibot";

/** The ways a reminder can go: an e-mail, an SMS, or both. */
export const channels = ["email", "sms", "both"] as const;

/** How a reminder is sent. */
export type Channel = (typeof channels)[number];

/** One of the two ways by which a message leaves. */
export type SingleChannel = Exclude<Channel, "both">;

const common = {
  version: v.literal(1),
  id: v.string(),
  requestHash: v.string(),
  sendAt: v.string(),
  message: v.string(),
};

/** The schema of a {@link Reminder}; what a running execution holds is read back through it. */
export const reminderSchema = v.variant("channel", [
  v.object({ ...common, channel: v.literal("email"), email: v.string() }),
  v.object({ ...common, channel: v.literal("sms"), phone: v.string() }),
  v.object({ ...common, channel: v.literal("both"), email: v.string(), phone: v.string() }),
]);

/**
 * A reminder, the input of the `pet-reminders` workflow. `id` is also the execution's name; `requestHash` the base64url
 * SHA-256 of the request's body as it was sent; `sendAt` RFC 3339 in UTC with `Z`; `phone` E.164.
 */
export type Reminder = v.InferOutput<typeof reminderSchema>;

/** Whether a text can be a reminder's id: `sha256` of an `Idempotency-Key`, or a random UUID. */
export function isReminderId(text: string): boolean {
  return /^[\w-]{43}$/.test(text) || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}

/** The channels by which a reminder goes, one by one. */
export function singleChannels({ channel }: Pick<Reminder, "channel">): readonly SingleChannel[] {
  return channel === "both" ? ["email", "sms"] : [channel];
}

const channelResultSchema = v.variant("status", [
  v.object({ channel: v.picklist(["email", "sms"]), status: v.literal("sent"), messageId: v.string() }),
  v.object({ channel: v.picklist(["email", "sms"]), status: v.literal("failed"), error: v.string() }),
]);

/** What became of one channel: sent, with the service's message id, or failed, with the error's name. */
export type ChannelResult = v.InferOutput<typeof channelResultSchema>;

/** The schema of the workflow's output, which is also, as JSON, the `Cause` of its Fail states. */
export const reminderResultsSchema = v.object({ results: v.array(channelResultSchema) });
