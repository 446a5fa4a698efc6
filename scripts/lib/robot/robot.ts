import * as v from "valibot";
import type { Clock } from "../../../asl/interpreter/index.js";

/** How a mock robot behaves. */
export interface RobotBehaviour {
  /** Seconds that a smoothie takes. */
  readonly speedSeconds: number;
  /** How likely blending fails, from 0 to 1. */
  readonly failChance: number;
  /** Takes orders and then says nothing: a robot that hangs. */
  readonly isSilent: boolean;
}

/** What a robot works with. */
export interface RobotPorts {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Publishes below `robots/<name>/`. Called while connected only. */
  readonly send: (word: "heartbeat" | "success" | "failure", payload: Readonly<Record<string, string>>) => void;
  /** Takes a line for the person who watches. */
  readonly say: (line: string) => void;
}

/** A mock robot's mind: from orders to words, on a clock, without a network. */
export interface Robot {
  connected(): void;
  disconnected(): void;
  /** Takes the payload of a message on `robots/<name>/order`. */
  order(payload: string): void;
  /** Puts down what it blends; no word comes after. */
  stop(): void;
}

/** How often a robot that blends says so. */
export const heartbeatSeconds = 2;

const orderSchema = v.object({ jobId: v.pipe(v.string(), v.minLength(1)), smoothie: v.string() });

interface Job extends v.InferOutput<typeof orderSchema> {
  readonly cancel: () => void;
}

interface LastWord {
  readonly jobId: string;
  readonly say: () => void;
}

/**
 * Makes a robot that blends one smoothie at a time, with heartbeats meanwhile.
 *
 * An order for the job in hand changes nothing (MQTT delivers at least once); one for the job just done gets the same answer
 * again; one for another job takes the place of the one in hand, which the cloud has then given up. A word that falls into a
 * time without connection is said after it.
 *
 * @example
 * const robot = createRobot({ clock, random, send, say }, { speedSeconds: 3, failChance: 0, isSilent: false });
 * robot.connected();
 * robot.order('{"jobId":"j1","smoothie":"Mango"}'); // heartbeats, and after 3 s: success {"jobId":"j1"}
 */
export function createRobot(ports: RobotPorts, { speedSeconds, failChance, isSilent }: RobotBehaviour): Robot {
  const { clock, random, send, say } = ports;
  let isConnected = false;
  let job: Job | undefined;
  let lastWord: LastWord | undefined;
  let unsaid: LastWord | undefined;

  const finish = ({ jobId, smoothie, cancel }: Job): void => {
    cancel();
    job = undefined;
    const fails = random() < failChance;
    const word: LastWord = {
      jobId,
      say: fails
        ? () => send("failure", { jobId, error: "BlenderJammed", cause: "A frozen strawberry blocks the blades" })
        : () => send("success", { jobId }),
    };
    say(fails ? `the blender jammed on ${smoothie} (${jobId})` : `${smoothie} is ready (${jobId})`);
    lastWord = word;
    if (isConnected) word.say();
    else unsaid = word;
  };

  const begin = (jobId: string, smoothie: string): void => {
    const timers = new Set<() => void>();
    const after = (seconds: number, fn: () => void): void => {
      const cancel = clock.setTimer(clock.now() + seconds * 1000, () => {
        timers.delete(cancel);
        fn();
      });
      timers.add(cancel);
    };
    const next: Job = {
      ...{ jobId, smoothie },
      cancel: () => {
        for (const cancel of timers) cancel();
      },
    };
    const beat = (): void => {
      if (isConnected) send("heartbeat", { jobId });
      after(heartbeatSeconds, beat);
    };
    job = next;
    if (isSilent) {
      say(`took ${smoothie} (${jobId}) and falls silent`);
      return;
    }
    say(`blends ${smoothie} (${jobId})`);
    beat();
    after(speedSeconds, () => finish(next));
  };

  return {
    connected() {
      isConnected = true;
      unsaid?.say();
      unsaid = undefined;
    },
    disconnected() {
      isConnected = false;
    },
    order(payload) {
      const order = readOrder(payload);
      if (order === undefined) {
        say("got an order that it cannot read, and leaves it");
        return;
      }
      if (order.jobId === job?.jobId) return;
      if (order.jobId === lastWord?.jobId) {
        say(`has done ${order.jobId} already, and says so again`);
        lastWord.say();
        return;
      }
      if (job !== undefined) say(`puts down ${job.smoothie} (${job.jobId}) for another order`);
      job?.cancel();
      begin(order.jobId, order.smoothie);
    },
    stop() {
      job?.cancel();
      job = undefined;
      unsaid = undefined;
    },
  };
}

function readOrder(payload: string): v.InferOutput<typeof orderSchema> | undefined {
  try {
    const result = v.safeParse(orderSchema, JSON.parse(payload));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
