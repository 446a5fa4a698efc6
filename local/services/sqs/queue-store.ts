import type { JsonObject } from "../../../asl/spec/index.js";
import { sqsError } from "./errors.js";
import { requiredTextOf } from "./input.js";
import type { Queue } from "./queue.js";

/** The queues of one runtime. */
export interface QueueStore {
  add(queue: Queue): void;
  list(): readonly Queue[];
  byName(name: string): Queue | undefined;
  byArn(arn: string): Queue | undefined;
  /** The queue that a request's `QueueUrl` names, whatever its host. */
  ofRequest(input: JsonObject): Queue;
}

/** Makes an empty store. */
export function createQueueStore(): QueueStore {
  const byName = new Map<string, Queue>();
  const byArn = new Map<string, Queue>();
  return {
    add(queue) {
      byName.set(queue.name, queue);
      byArn.set(queue.arn, queue);
    },
    list: () => [...byName.values()],
    byName: (name) => byName.get(name),
    byArn: (arn) => byArn.get(arn),
    ofRequest(input) {
      const url = requiredTextOf(input, "QueueUrl");
      const queue = byName.get(queueNameOf(url) ?? "");
      if (queue !== undefined) return queue;
      throw queueDoesNotExist();
    },
  };
}

/**
 * The name at the end of a queue's URL. AWS takes a bare name, too.
 *
 * @example queueNameOf("http://127.0.0.1:3000/000000000000/orders"); // "orders"
 */
export function queueNameOf(url: string): string | undefined {
  return url.split("/").at(-1);
}

/** The refusal for a queue that is not there. */
export function queueDoesNotExist() {
  return sqsError("QueueDoesNotExist", "The specified queue does not exist.");
}
