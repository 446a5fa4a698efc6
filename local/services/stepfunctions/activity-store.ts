import type { Clock, TaskCall } from "../../../asl/interpreter/index.js";
import type { JsonObject } from "../../../asl/spec/index.js";

/** An activity: where tasks wait for workers, and workers for tasks. */
export interface Activity {
  /** Grows by one from activity to activity. */
  readonly number: number;
  readonly arn: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  readonly tags: Map<string, string>;
  /** Its `encryptionConfiguration`, which is described; nothing is encrypted here. */
  readonly encryption: JsonObject | undefined;
}

type Worker = (task: TaskCall | undefined) => void;

interface Queues {
  readonly tasks: Set<TaskCall>;
  /** In the order in which they came. */
  readonly workers: Set<Worker>;
}

/** How to wait for a task. */
interface PollOptions {
  readonly clock: Clock;
  /** How long a worker waits at the most, in milliseconds. */
  readonly forMs: number;
  /** Aborted when the worker has gone: it gets no task any more. */
  readonly signal: AbortSignal | undefined;
}

/** The activities, in memory, with the tasks that no worker has taken yet. */
export class ActivityStore {
  readonly #byArn = new Map<string, Activity>();
  readonly #queues = new Map<string, Queues>();
  #count = 0;

  /** The activity with an ARN. */
  find(arn: string): Activity | undefined {
    return this.#byArn.get(arn);
  }

  /** All activities, oldest first. */
  list(): readonly Activity[] {
    return [...this.#byArn.values()];
  }

  /** Keeps a new activity. */
  add(activity: Omit<Activity, "number">): Activity {
    this.#count += 1;
    const numbered = { ...activity, number: this.#count };
    this.#byArn.set(activity.arn, numbered);
    this.#queues.set(activity.arn, { tasks: new Set(), workers: new Set() });
    return numbered;
  }

  /** Forgets an activity. Its tasks are never taken; its workers get none. */
  delete(arn: string): void {
    this.#sendHome(arn);
    this.#byArn.delete(arn);
    this.#queues.delete(arn);
  }

  /** Gives a task to the worker that waits longest, or lets it wait for one. Says whether there is such an activity. */
  offer(task: TaskCall): boolean {
    const queues = this.#queues.get(task.resource);
    if (!queues) return false;
    for (const worker of queues.workers) {
      worker(task);
      return true;
    }
    queues.tasks.add(task);
    task.signal.addEventListener("abort", () => queues.tasks.delete(task), { once: true });
    return true;
  }

  /** The task that waits longest, or the next one; `undefined` when the time is over. */
  poll(arn: string, { clock, forMs, signal }: PollOptions): Promise<TaskCall | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined);
    const queues = this.#queues.get(arn);
    for (const task of queues?.tasks ?? []) {
      queues?.tasks.delete(task);
      return Promise.resolve(task);
    }
    return new Promise((resolve) => {
      const finish: Worker = (task) => {
        queues?.workers.delete(finish);
        cancel();
        resolve(task);
      };
      const cancel = clock.setTimer(clock.now() + forMs, () => finish(undefined));
      queues?.workers.add(finish);
      signal?.addEventListener("abort", () => finish(undefined), { once: true });
    });
  }

  /** Sends all workers home. */
  stop(): void {
    for (const arn of this.#byArn.keys()) this.#sendHome(arn);
  }

  #sendHome(arn: string): void {
    for (const worker of [...(this.#queues.get(arn)?.workers ?? [])]) worker(undefined);
  }
}
