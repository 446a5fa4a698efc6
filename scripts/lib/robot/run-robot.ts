import { connect, type MqttClient } from "mqtt";
import type { Clock } from "../../../asl/interpreter/index.js";
import { createRobot, type RobotBehaviour } from "./robot.js";

/** Where a device connects, and what it proves itself with. */
export interface DeviceEndpoint {
  /** `mqtt://localhost:3001`, or `mqtts://….iot.eu-west-1.amazonaws.com:8883`. */
  readonly url: string;
  /** PEM texts, for mutual TLS; `ca` in place of the authorities that Node knows, Amazon's among them. */
  readonly credentials?: { readonly cert: string; readonly key: string; readonly ca?: string };
}

/** What a robot on the network needs. */
export interface RunRobotOptions {
  readonly name: string;
  readonly endpoint: DeviceEndpoint;
  readonly behaviour: RobotBehaviour;
  readonly clock: Clock;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly say: (line: string) => void;
}

/** A robot on the network. */
export interface RunningRobot {
  /** Resolves when it is connected for the first time. */
  readonly ready: Promise<void>;
  /** Ends the connection in order, so that no Last Will follows; with `saysOffline` it says OFFLINE first. */
  stop(options?: { readonly saysOffline?: boolean }): Promise<void>;
}

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** A connection that lasted this long was a good one. */
const steadyMs = 10_000;
/** AWS IoT takes 30 to 1200. */
const keepAliveSeconds = 30;

/**
 * Runs a mock robot: it connects as the thing of its name, says ONLINE with a session of its own for each connection, blends what
 * it is told, and connects again with growing pauses (1 s to 30 s) when the connection is lost. Its Last Will says OFFLINE.
 */
export function runRobot(options: RunRobotOptions): RunningRobot {
  const { name, clock, random, uuid, say } = options;
  const topic = (word: string): string => `robots/${name}/${word}`;
  let client: MqttClient | undefined;
  let session = "";
  let stopping = false;
  let wake: () => void = () => {};
  let isReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const status = (state: "ONLINE" | "OFFLINE"): string => JSON.stringify({ status: state, session });
  const robot = createRobot(
    {
      ...{ clock, random, say },
      send: (word, payload) => void client?.publish(topic(word), JSON.stringify(payload), { qos: 1 }, () => {}),
    },
    options.behaviour,
  );

  /** One connection, to its end. True when it came about. */
  const connectOnce = async (): Promise<boolean> => {
    session = uuid();
    const { url, credentials } = options.endpoint;
    const current = connect(url, {
      ...{ clientId: name, clean: true, reconnectPeriod: 0, keepalive: keepAliveSeconds, connectTimeout: 10_000 },
      will: { topic: topic("status"), payload: Buffer.from(status("OFFLINE")), qos: 1, retain: false },
      ...credentials,
    });
    client = current;
    let cameAbout = false;
    const start = async (): Promise<void> => {
      // First the ears, then the word: whoever is ONLINE can be given an order.
      await current.subscribeAsync(topic("order"), { qos: 1 });
      await current.publishAsync(topic("status"), status("ONLINE"), { qos: 1 });
      cameAbout = true;
      say("is online");
      robot.connected();
      isReady();
    };
    await new Promise<void>((resolve) => {
      current.on("connect", () => {
        start().catch((error: unknown) => {
          if (!stopping) say(`was refused its topics: ${reason(error)}`);
          current.end(true);
        });
      });
      current.on("message", (_, payload) => robot.order(payload.toString("utf8")));
      current.on("error", (error) => {
        if (!stopping) say(`cannot connect: ${reason(error)}`);
      });
      current.on("close", () => resolve());
    });
    robot.disconnected();
    current.end(true);
    return cameAbout;
  };

  const keepConnected = async (): Promise<void> => {
    let pauseMs = firstPauseMs / 2;
    let brief = 0;
    while (!stopping) {
      const startedAt = clock.now();
      const cameAbout = await connectOnce();
      if (stopping) return;
      const isSteady = cameAbout && clock.now() - startedAt >= steadyMs;
      brief = cameAbout && !isSteady ? brief + 1 : 0;
      pauseMs = isSteady ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      // Robots that lost the connection together do not come back together.
      const waitMs = Math.round(pauseMs * (0.5 + random() / 2));
      if (cameAbout) say("lost the connection");
      // Two clients of one name put each other out, for ever.
      if (brief > 1) say("may have a namesake: only one client of a name can be connected");
      say(`tries again in ${(waitMs / 1000).toFixed(1)} s`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        clock.setTimer(clock.now() + waitMs, resolve);
      });
    }
  };
  const running = keepConnected();

  return {
    ready,
    async stop({ saysOffline = false } = {}) {
      stopping = true;
      robot.stop();
      wake();
      if (client?.connected === true) {
        if (saysOffline) await client.publishAsync(topic("status"), status("OFFLINE"), { qos: 1 }).catch(() => {});
        await client.endAsync().catch(() => {});
      } else client?.end(true);
      await running;
    },
  };
}

function reason(error: unknown): string {
  // Of several addresses that refused, Node says only a code.
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  return message === "" ? code : message;
}
