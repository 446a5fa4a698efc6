import { TimerQueue } from "../../../asl/interpreter/timer-queue.js";
import type { LocalContext } from "../../service.js";
import { invalidValue, sqsError } from "./errors.js";
import type { Message, MessageDraft, ReceivedMessage } from "./message.js";
import { createReceiptHandles } from "./receipt-handles.js";
import type { QueueSettings } from "./settings.js";

/** How many messages of a standard queue may be in flight. */
const inFlightLimit = 120_000;

/** What a receiver asks for. */
export interface ReceiveRequest {
  /** The most messages. */
  readonly max: number;
  /** How long they stay hidden from others; without it as the queue says. */
  readonly visibilitySeconds?: number;
  /** How long to wait for the first message, up to infinity; without it as the queue says. */
  readonly waitSeconds?: number;
  /** Aborted when the receiver has gone: it then gets nothing, and no message is lost on it. */
  readonly signal?: AbortSignal;
}

/** How many messages a queue has. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A standard queue. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly settings: () => QueueSettings;
  change(settings: Partial<QueueSettings>): void;
  send(draft: MessageDraft, delaySeconds?: number): Message;
  /** Takes a message over from another queue, as it is. */
  accept(message: Message): void;
  receive(request: ReceiveRequest): Promise<readonly ReceivedMessage[]>;
  /** @throws JsonApiError `ReceiptHandleIsInvalid` for a handle that this queue never gave */
  delete(receiptHandle: string): void;
  /** @throws JsonApiError `ReceiptHandleIsInvalid`, `MessageNotInflight`, `InvalidParameterValue` */
  changeVisibility(receiptHandle: string, seconds: number): void;
  purge(): void;
  /** Takes every visible message out, for good. */
  takeAll(): readonly Message[];
  counts(): QueueCounts;
  /** Sends every waiting receiver away. */
  stop(): void;
}

interface Entry {
  readonly message: Message;
  receiveCount: number;
  firstReceivedAt: number;
  receiptHandle: string | undefined;
  /** Why it is hidden, while it is. */
  hidden: { readonly why: "delayed" | "inFlight"; readonly timer: ReturnType<TimerQueue["add"]> } | undefined;
}

interface Waiter {
  readonly request: ReceiveRequest;
  readonly finish: (messages: readonly ReceivedMessage[]) => void;
}

/**
 * Makes an empty standard queue.
 *
 * What has become visible is found out when somebody looks, so a queue sets a timer only while a receiver waits. A
 * message is moved to the dead-letter queue when it would be received once too often, as in AWS. Only the newest receipt
 * handle of a message works; AWS promises no more.
 *
 * @param findQueue finds the dead-letter queue by its ARN
 */
export function createQueue(
  context: Pick<LocalContext, "clock" | "uuid">,
  identity: { readonly name: string; readonly arn: string },
  initial: QueueSettings,
  findQueue: (arn: string) => Queue | undefined,
): Queue {
  const { clock } = context;
  const handles = createReceiptHandles(identity.name, context.uuid);
  const entries = new Map<string, Entry>();
  const visible = new Set<Entry>();
  const hidden = new TimerQueue();
  const waiters = new Set<Waiter>();
  let settings = initial;
  let inFlight = 0;
  let disarm: (() => void) | undefined;
  let stopped = false;

  const reveal = (entry: Entry): void => {
    if (entry.hidden !== undefined) hidden.remove(entry.hidden.timer);
    if (entry.hidden?.why === "inFlight") inFlight -= 1;
    entry.hidden = undefined;
    visible.add(entry);
  };
  const hide = (entry: Entry, why: "delayed" | "inFlight", seconds: number): void => {
    reveal(entry);
    visible.delete(entry);
    entry.hidden = { why, timer: hidden.add(clock.now() + seconds * 1000, () => reveal(entry)) };
    if (why === "inFlight") inFlight += 1;
  };
  const remove = (entry: Entry): void => {
    reveal(entry);
    visible.delete(entry);
    entries.delete(entry.message.id);
  };
  const revealDue = (): void => {
    for (let first = hidden.first; first !== undefined && first.at <= clock.now(); first = hidden.first) first.fire();
  };
  const isExpired = ({ message }: Entry): boolean =>
    message.sentAt + settings.messageRetentionSeconds * 1000 <= clock.now();

  /** Whether a message may be received once more; if not, it is moved or gone. */
  const mayBeReceived = (entry: Entry): boolean => {
    const { redrive } = settings;
    const deadLetters = redrive && entry.receiveCount >= redrive.maxReceiveCount && findQueue(redrive.targetArn);
    if (!isExpired(entry) && !deadLetters) return true;
    remove(entry);
    if (deadLetters) deadLetters.accept({ ...entry.message, deadLetterSource: identity.arn });
    return false;
  };

  const take = ({ max, visibilitySeconds }: ReceiveRequest): readonly ReceivedMessage[] => {
    revealDue();
    const taken: ReceivedMessage[] = [];
    for (const entry of visible) {
      if (taken.length >= max || inFlight >= inFlightLimit) break;
      if (!mayBeReceived(entry)) continue;
      if (entry.receiveCount === 0) entry.firstReceivedAt = clock.now();
      entry.receiveCount += 1;
      const receiptHandle = handles.make(entry.message.id);
      entry.receiptHandle = receiptHandle;
      const { receiveCount, firstReceivedAt } = entry;
      const seconds = visibilitySeconds ?? settings.visibilityTimeoutSeconds;
      // Hidden for no time at all it is visible at once, but to the next receiver, not to this one again.
      hide(entry, "inFlight", seconds);
      taken.push({ ...entry.message, receiptHandle, receiveCount, firstReceivedAt });
    }
    return taken;
  };

  const serveWaiters = (): void => {
    disarm?.();
    disarm = undefined;
    for (const waiter of waiters) {
      const messages = take(waiter.request);
      if (messages.length === 0) break;
      waiter.finish(messages);
    }
    const next = hidden.first;
    if (waiters.size > 0 && next !== undefined) disarm = clock.setTimer(next.at, serveWaiters);
  };

  const wait = (request: ReceiveRequest, seconds: number): Promise<readonly ReceivedMessage[]> =>
    new Promise((resolve) => {
      const giveUp = () => waiter.finish([]);
      // Lambda's poller waits for as long as it takes.
      const cancel = Number.isFinite(seconds) ? clock.setTimer(clock.now() + seconds * 1000, giveUp) : () => {};
      const waiter: Waiter = {
        request,
        finish(messages) {
          cancel();
          waiters.delete(waiter);
          request.signal?.removeEventListener("abort", giveUp);
          if (waiters.size === 0) disarm?.();
          resolve(messages);
        },
      };
      request.signal?.addEventListener("abort", giveUp);
      waiters.add(waiter);
      serveWaiters();
    });

  const add = (message: Message, delaySeconds: number): void => {
    const entry: Entry = {
      message,
      receiveCount: 0,
      firstReceivedAt: 0,
      receiptHandle: undefined,
      hidden: undefined,
    };
    entries.set(message.id, entry);
    if (delaySeconds > 0) hide(entry, "delayed", delaySeconds);
    else visible.add(entry);
    if (waiters.size > 0) serveWaiters();
  };

  return {
    ...identity,
    settings: () => settings,
    change(changed) {
      settings = { ...settings, ...changed };
    },
    send(draft, delaySeconds = settings.delaySeconds) {
      const message: Message = { ...draft, id: context.uuid(), sentAt: clock.now() };
      add(message, delaySeconds);
      return message;
    },
    accept: (message) => add(message, 0),
    async receive(request) {
      if (stopped || request.signal?.aborted === true) return [];
      const messages = take(request);
      if (messages.length === 0 && inFlight >= inFlightLimit) {
        throw sqsError("OverLimit", `There are already ${inFlightLimit} messages in flight in this queue.`);
      }
      const waitSeconds = request.waitSeconds ?? settings.receiveWaitTimeSeconds;
      return messages.length > 0 || waitSeconds === 0 ? messages : await wait(request, waitSeconds);
    },
    delete(receiptHandle) {
      const entry = entries.get(handles.messageIdOf(receiptHandle));
      if (entry?.receiptHandle === receiptHandle) remove(entry);
    },
    changeVisibility(receiptHandle, seconds) {
      revealDue();
      const entry = entries.get(handles.messageIdOf(receiptHandle));
      if (entry === undefined || entry.receiptHandle !== receiptHandle) {
        const reason = "Message does not exist or is not available for visibility timeout change.";
        throw invalidValue(receiptHandle, "ReceiptHandle", reason);
      }
      if (entry.hidden?.why !== "inFlight") {
        throw sqsError("MessageNotInflight", "The message referred to isn't in flight.");
      }
      hide(entry, "inFlight", seconds);
      serveWaiters();
    },
    purge() {
      for (const entry of [...entries.values()]) remove(entry);
    },
    takeAll() {
      revealDue();
      const taken = [...visible].filter((entry) => !isExpired(entry));
      for (const entry of taken) remove(entry);
      return taken.map(({ message }) => message);
    },
    counts() {
      revealDue();
      for (const entry of [...entries.values()]) if (isExpired(entry)) remove(entry);
      return { visible: visible.size, inFlight, delayed: entries.size - visible.size - inFlight };
    },
    stop() {
      stopped = true;
      for (const waiter of [...waiters]) waiter.finish([]);
      disarm?.();
    },
  };
}
