import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { type Invocation, type LocalContext, ServiceError } from "../../../service.js";
import type { ReceivedMessage } from "../../sqs/message.js";
import type { Queue } from "../../sqs/queue.js";
import { failedMessages } from "./batch-failures.js";
import type { MappingSettings } from "./settings.js";
import { isWanted, splitBySize, sqsRecord } from "./sqs-event.js";

/** A synchronous invocation's limit with room for Lambda's own part. */
const eventLimit = 6_000_000;
/** The pauses after failures grow from the first to the longest, in milliseconds. */
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** What a mapping works with. */
export interface MappingPorts {
  readonly context: Pick<LocalContext, "clock" | "log">;
  readonly queue: Queue;
  readonly functionName: string;
  /** How many invocations it may have at a time. */
  readonly concurrency: number;
  /** Invokes the function; throws a `ServiceError` when it is throttled. */
  readonly invoke: (event: Json) => Promise<Invocation>;
}

/** A running event source mapping. */
export interface Mapping {
  stop(): Promise<void>;
}

/**
 * Starts to take messages from a queue and to hand them to a function.
 *
 * What the function did is deleted; what failed comes back by the queue's own visibility timeout. While the function is
 * throttled the batch is tried again until that timeout is over. Failures in a row make the mapping pause longer and longer, where AWS
 * takes away concurrency.
 */
export function startMapping(ports: MappingPorts, settings: MappingSettings): Mapping {
  const { context, queue, functionName, invoke } = ports;
  const { clock, log } = context;
  const stopping = new AbortController();
  const { signal } = stopping;
  let failuresInARow = 0;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = clock.setTimer(clock.now() + ms, done);
      signal.addEventListener("abort", done);
    });

  const gather = async (): Promise<readonly ReceivedMessage[]> => {
    const { batchSize, windowSeconds } = settings;
    const gathered = [
      ...(await queue.receive({ max: Math.min(batchSize, 10), waitSeconds: Number.POSITIVE_INFINITY, signal })),
    ];
    const end = clock.now() + windowSeconds * 1000;
    while (gathered.length < batchSize && clock.now() < end && !signal.aborted) {
      const max = Math.min(batchSize - gathered.length, 10);
      gathered.push(...(await queue.receive({ max, waitSeconds: (end - clock.now()) / 1000, signal })));
    }
    return gathered;
  };

  /** `undefined` when the function stayed throttled for as long as the messages were hidden, or the mapping stops. */
  const invokeUnthrottled = async (event: Json): Promise<Invocation | undefined> => {
    const end = clock.now() + queue.settings().visibilityTimeoutSeconds * 1000;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        return await invoke(event);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== "TooManyRequestsException") throw error;
      }
      const next = pauseMs(attempt);
      if (clock.now() + next >= end) break;
      await pause(next);
    }
    return undefined;
  };

  const handle = async (records: readonly JsonObject[]): Promise<void> => {
    const invocation = await invokeUnthrottled({ Records: records });
    if (signal.aborted) return;
    if (invocation === undefined || invocation.functionError !== undefined) {
      const what = invocation === undefined ? "was throttled for too long" : "failed";
      log("warn", functionName, `${what}; its messages come back`, { queue: queue.name, messages: records.length });
      await pause(pauseMs(failuresInARow++));
      return;
    }
    failuresInARow = 0;
    const ids = records.map(({ messageId }) => String(messageId));
    const failed = settings.reportsFailures ? failedMessages(invocation.payload, ids) : new Set<string>();
    for (const { messageId, receiptHandle } of records) {
      if (!failed.has(String(messageId))) queue.delete(String(receiptHandle));
    }
  };

  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const records = (await gather()).map((message) => sqsRecord(message, queue.arn));
      const wanted = records.filter((record) => isWanted(record, settings.filters));
      for (const record of records) if (!wanted.includes(record)) queue.delete(String(record.receiptHandle));
      for (const event of splitBySize(wanted, eventLimit)) await handle(event);
    }
  };
  const working = Array.from({ length: ports.concurrency }, () =>
    work().catch((error: unknown) => log("error", functionName, `the event source mapping ended: ${String(error)}`)),
  );
  return {
    async stop() {
      stopping.abort();
      await Promise.all(working);
    },
  };
}

function pauseMs(attempt: number): number {
  return Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);
}
