import type { Json } from "../../../../asl/spec/index.js";
import { type Invocation, type LocalContext, ServiceError } from "../../../service.js";
import type { LambdaFunction } from "../function.js";
import { type FinishedEvent, type Outcome, sendToDeadLetters, sendToDestination } from "./failed-event.js";
import type { AsyncSettings } from "./settings.js";

/** The waits before the first and the second retry after a function's error, in milliseconds. */
const retryDelaysMs = [60_000, 120_000];
/** A throttled event waits from one second, doubled each time, to five minutes. */
const firstThrottleMs = 1_000;
const longestThrottleMs = 300_000;

/** What the queue of a function works with. */
export interface EventQueuePorts {
  readonly context: LocalContext;
  readonly fn: LambdaFunction;
  readonly settings: () => AsyncSettings;
  readonly deadLetterTarget: string | undefined;
  /** Throws a `ServiceError` when the function is throttled. */
  readonly invoke: (event: Json, requestId: string) => Promise<Invocation>;
}

/** The events of asynchronous invocations of one function. */
export interface EventQueue {
  add(payload: Json): void;
  /** Drops what waits. */
  stop(): void;
}

interface QueuedEvent {
  readonly requestId: string;
  readonly payload: Json;
  readonly queuedAt: number;
  /** How often the function was invoked with it. */
  readonly attempts: number;
  readonly throttled: number;
}

/**
 * Makes the queue that Lambda keeps between an asynchronous invocation and the function. Events go to the function as it
 * has room; what fails is tried again, and in the end goes to the failure destination and the dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createEventQueue({ context, fn, settings, deadLetterTarget, invoke }: EventQueuePorts): EventQueue {
  const { clock, log } = context;
  const waiting: QueuedEvent[] = [];
  const delayed = new Map<QueuedEvent, () => void>();
  let running = 0;
  let stopped = false;

  const later = (event: QueuedEvent, delayMs: number): void => {
    const cancel = clock.setTimer(clock.now() + delayMs, () => {
      delayed.delete(event);
      waiting.push(event);
      work();
    });
    delayed.set(event, cancel);
  };

  const finish = async (event: QueuedEvent, outcome: Outcome, last: Invocation | undefined): Promise<void> => {
    const { requestId, payload, attempts } = event;
    const finished: FinishedEvent = {
      ...{ requestId, payload, outcome, attempts, last },
      functionArn: fn.arn,
      roleArn: fn.roleArn,
    };
    const { onFailure, onSuccess } = settings();
    const isSuccess = outcome === "Success";
    const destination = isSuccess ? onSuccess : onFailure;
    if (!isSuccess) log("error", fn.name, "an event is given up", { requestId, why: outcome, attempts });
    if (destination !== undefined) await delivered(() => sendToDestination(context, destination, finished));
    if (!isSuccess && deadLetterTarget !== undefined) {
      await delivered(() => sendToDeadLetters(context, deadLetterTarget, finished));
    }
  };
  const delivered = async (send: () => Promise<void>): Promise<void> => {
    try {
      await send();
    } catch (error) {
      const why = error instanceof ServiceError ? error.code : String(error);
      if (!stopped) log("error", fn.name, "the record of an event could not be delivered", { why });
    }
  };

  const attempt = async (event: QueuedEvent): Promise<void> => {
    const { maximumEventAgeSeconds, maximumRetryAttempts } = settings();
    const end = event.queuedAt + maximumEventAgeSeconds * 1000;
    if (fn.concurrency === 0) return await finish(event, "ZeroReservedConcurrency", undefined);
    if (clock.now() > end) return await finish(event, "EventAgeExceeded", undefined);
    let invocation: Invocation;
    try {
      invocation = await invoke(event.payload, event.requestId);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const delayMs = Math.min(firstThrottleMs * 2 ** event.throttled, longestThrottleMs);
      // Nothing is tried after the event's time: the wait ends with it.
      later({ ...event, throttled: event.throttled + 1 }, Math.min(delayMs, end - clock.now() + 1));
      return;
    }
    if (stopped) return;
    const tried = { ...event, attempts: event.attempts + 1 };
    if (invocation.functionError === undefined) return await finish(tried, "Success", invocation);
    const delayMs = retryDelaysMs[event.attempts] ?? 0;
    if (event.attempts >= maximumRetryAttempts) await finish(tried, "RetriesExhausted", invocation);
    else if (clock.now() + delayMs > end) await finish(tried, "EventAgeExceeded", invocation);
    else later(tried, delayMs);
  };

  const work = (): void => {
    // With no concurrency at all an event is given up, not kept.
    while (!stopped && running < Math.max(1, fn.concurrency)) {
      const event = waiting.shift();
      if (event === undefined) return;
      running += 1;
      attempt(event)
        .catch((error: unknown) => log("error", fn.name, `an event was lost: ${String(error)}`))
        .finally(() => {
          running -= 1;
          work();
        });
    }
  };

  return {
    add(payload) {
      waiting.push({ requestId: context.uuid(), payload, queuedAt: clock.now(), attempts: 0, throttled: 0 });
      work();
    },
    stop() {
      const left = waiting.length + delayed.size;
      if (left > 0 && !stopped) log("warn", fn.name, "events that wait for the function are dropped", { events: left });
      stopped = true;
      for (const cancel of delayed.values()) cancel();
      delayed.clear();
      waiting.length = 0;
    },
  };
}
