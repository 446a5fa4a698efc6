import type { ErrorClass } from "../common/define-error.js";
import { failureKind, nameOf } from "../common/failure-kind.js";
import type { Log } from "../common/logger.js";
import type { SingleChannel } from "./reminder.js";

/** What the marker of one message says, after an attempt has tried to claim it. */
export type Claim =
  | { readonly state: "claimed" }
  /** An earlier attempt has begun, and nobody knows how it ended. */
  | { readonly state: "sending" }
  | { readonly state: "sent"; readonly messageId: string };

/** One attempt at one message. */
export interface Attempt {
  /** `<reminderId>#<channel>`. */
  readonly key: string;
  /** Tells this attempt's marker from any other's. */
  readonly attemptId: string;
}

/** Where it is noted that a message is being, or has been, handed to its service. */
export interface SendMarkers {
  /** Sets the marker to `sending` unless there is one. */
  claim(attempt: Attempt): Promise<Claim>;
  /** Notes that the service has accepted the message. */
  confirm(attempt: Attempt, messageId: string): Promise<void>;
  /** Takes this attempt's own marker away. */
  release(attempt: Attempt): Promise<void>;
}

/** The errors by which a channel tells the workflow what is known of a message. */
interface ChannelErrors<Throttled extends string, Rejected extends string, Unconfirmed extends string> {
  /** Not sent; try again. */
  readonly Throttled: ErrorClass<Throttled>;
  /** Not sent, and never will be. */
  readonly Rejected: ErrorClass<Rejected>;
  /** May have been sent: it must not be repeated. */
  readonly Unconfirmed: ErrorClass<Unconfirmed>;
}

/** What {@link sendOnce} needs. */
export interface SendOnce {
  readonly channel: SingleChannel;
  readonly reminderId: string;
  readonly attemptId: string;
  readonly markers: SendMarkers;
  /** Hands the message to its service, once, and gives the service's id of it. */
  readonly send: () => Promise<string | undefined>;
  readonly errors: ChannelErrors<string, string, string>;
  readonly log: Log;
}

/**
 * Sends a message at most once, however often it is called for the same reminder and channel. Just before the message
 * leaves, a marker is set; it goes away only when the service has definitely refused. So a later attempt finds that the
 * message was sent and answers as then, or that an attempt ended in the dark and leaves it alone.
 *
 * @returns the service's id of the message.
 * @throws one of `errors`, with a message that names AWS's error but not its words.
 */
export async function sendOnce({
  channel,
  reminderId,
  attemptId,
  markers,
  send,
  errors,
  log,
}: SendOnce): Promise<string> {
  const attempt: Attempt = { key: `${reminderId}#${channel}`, attemptId };
  const about = { reminderId, channel };

  const claim = await markers.claim(attempt).catch(async (error: unknown): Promise<never> => {
    // The answer may be lost and the marker set. Nothing was sent, so taking it away is right.
    await markers.release(attempt).catch(() => undefined);
    log.warn("marker not set", { ...about, errorCode: nameOf(error) });
    const why = `This attempt sent nothing: the send marker could not be set (${nameOf(error)}).`;
    throw failureKind(error) === "rejected" ? new errors.Rejected(why) : new errors.Throttled(why);
  });
  if (claim.state === "sent") {
    log.info("already sent", about);
    return claim.messageId;
  }
  if (claim.state === "sending") {
    log.warn("not repeated", { ...about, errorCode: errors.Unconfirmed.errorName });
    throw new errors.Unconfirmed("An earlier attempt may have sent this message; it is not repeated.");
  }

  const messageId = await send().catch(async (error: unknown): Promise<never> => {
    const kind = failureKind(error);
    log.warn(`send ${kind}`, { ...about, errorCode: nameOf(error) });
    if (kind === "unconfirmed") throw new errors.Unconfirmed(`The message may have been sent: ${nameOf(error)}.`);
    await markers.release(attempt).catch((failure: unknown) => {
      // A retry will find the marker and not send: a message too few rather than one too many.
      log.warn("marker not removed", { ...about, errorCode: nameOf(failure) });
    });
    const why = `Nothing was sent: ${nameOf(error)}.`;
    throw kind === "throttled" ? new errors.Throttled(why) : new errors.Rejected(why);
  });
  if (messageId === undefined)
    throw new errors.Unconfirmed("The service accepted the message but named no message id.");

  await markers.confirm(attempt, messageId).catch((failure: unknown) => {
    // It was sent, which is what counts. If this answer is lost too, a retry reports it as unconfirmed.
    log.warn("marker not confirmed", { ...about, errorCode: nameOf(failure) });
  });
  log.info("sent", about);
  return messageId;
}
