import type { JsonObject } from "../../../asl/spec/index.js";
import type { LocalContext } from "../../service.js";
import { invalidParameter, sqsError } from "./errors.js";
import { integerOf, requiredTextOf, textOf } from "./input.js";
import type { Queue } from "./queue.js";
import type { QueueStore } from "./queue-store.js";

interface MoveTask {
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  readonly moved: number;
}

/** The tasks that move messages out of dead-letter queues. */
export interface MoveTasks {
  start(input: JsonObject): JsonObject;
  list(input: JsonObject): JsonObject;
}

/**
 * Moves the messages of a dead-letter queue back to where they came from, or to a queue of the caller's choice.
 *
 * Here a task is done when the call answers: rates have no effect. A moved message is a new one, with an id and a time of its own.
 * Source: SQS developer guide, "Configuring a dead-letter queue redrive".
 */
export function createMoveTasks(context: LocalContext, store: QueueStore): MoveTasks {
  const tasks: MoveTask[] = [];
  return {
    start(input) {
      const source = findQueue(store, "SourceArn", requiredTextOf(input, "SourceArn"));
      const destinationArn = textOf(input, "DestinationArn");
      integerOf(input, "MaxNumberOfMessagesPerSecond", 1, 500);
      if (!store.list().some((queue) => queue.settings().redrive?.targetArn === source.arn)) {
        throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
      }
      const destination = destinationArn === undefined ? undefined : findQueue(store, "DestinationArn", destinationArn);
      const { toMove, moved } = moveAll(store, source, destination);
      const handle = Buffer.from(JSON.stringify({ taskId: context.uuid(), sourceArn: source.arn })).toString("base64");
      const startedAt = context.clock.now();
      tasks.unshift({ sourceArn: source.arn, destinationArn, startedAt, toMove, moved });
      return { TaskHandle: handle };
    },
    list(input) {
      const source = findQueue(store, "SourceArn", requiredTextOf(input, "SourceArn"));
      const most = integerOf(input, "MaxResults", 1, 10) ?? 1;
      const found = tasks.filter(({ sourceArn }) => sourceArn === source.arn).slice(0, most);
      return { Results: found.map(describeTask) };
    },
  };
}

function moveAll(store: QueueStore, source: Queue, destination: Queue | undefined) {
  const toMove = source.counts().visible;
  const messages = source.takeAll();
  let moved = 0;
  for (const message of messages) {
    const target = destination ?? store.byArn(message.deadLetterSource ?? "");
    if (target === undefined) {
      source.accept(message);
      continue;
    }
    const { body, attributes, senderId, traceHeader } = message;
    target.send({ body, attributes, senderId, ...(traceHeader !== undefined && { traceHeader }) }, 0);
    moved += 1;
  }
  return { toMove, moved };
}

function describeTask({ sourceArn, destinationArn, startedAt, toMove, moved }: MoveTask): JsonObject {
  // A task that has ended has no handle to cancel it by.
  return {
    ...(moved < toMove && { FailureReason: "CouldNotDetermineMessageSource" }),
    Status: moved < toMove ? "FAILED" : "COMPLETED",
    SourceArn: sourceArn,
    ...(destinationArn !== undefined && { DestinationArn: destinationArn }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    StartedTimestamp: startedAt,
  };
}

function findQueue(store: QueueStore, parameter: string, arn: string): Queue {
  const queue = store.byArn(arn);
  if (queue !== undefined) return queue;
  throw sqsError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}
