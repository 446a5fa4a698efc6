import { randomUUID } from "node:crypto";
import { realClock } from "../../../asl/interpreter/index.js";
import { noteButton } from "./button-table.js";
import { groupName, hasGroup, provisionDevice } from "./provision.js";
import { runRobot } from "./run-robot.js";
import { iotClient } from "./target.js";

/** The devices that `npm start` brings. */
export interface LocalDevices {
  stop(): Promise<void>;
}

/** What {@link startDevices} needs to know. */
export interface LocalDevicesOptions {
  readonly runtime: { readonly port: number; readonly mqttPort: number | undefined };
  readonly stage: string;
  /** False: the things are made, and whoever likes is a robot. */
  readonly withRobots: boolean;
  /** Takes a line for the person who watches. */
  readonly say: (line: string) => void;
}

const robots = ["robot1", "robot2"] as const;
const button = "button1";
/** Quick enough to watch, slow enough to see. */
const behaviour = { speedSeconds: 3, failChance: 0, isSilent: false } as const;

/**
 * Provisions two robots and a button in the local runtime and lets the robots blend. Without the smoothies' thing groups it does
 * nothing.
 */
export async function startDevices(options: LocalDevicesOptions): Promise<LocalDevices> {
  const { runtime, stage, withRobots, say } = options;
  const target = { endpoint: `http://127.0.0.1:${runtime.port}`, stage };
  const client = iotClient(target);
  const nothing = { stop: async () => {} };
  try {
    if (runtime.mqttPort === undefined || !(await hasGroup(client, groupName("robot", stage)))) return nothing;
    for (const name of robots) await provisionDevice(client, { name, kind: "robot", stage });
    if (await hasGroup(client, groupName("button", stage))) {
      await provisionDevice(client, { name: button, kind: "button", stage });
      await noteButton(target, button, undefined);
    }
  } finally {
    client.destroy();
  }
  if (!withRobots) return nothing;
  const running = robots.map((name) =>
    runRobot({
      ...{ name, behaviour, clock: realClock(), random: Math.random, uuid: randomUUID },
      endpoint: { url: `mqtt://127.0.0.1:${runtime.mqttPort}` },
      say: (line) => say(`${name} ${line}`),
    }),
  );
  return {
    // They go with the runtime: nobody is left to be told.
    async stop() {
      await Promise.all(running.map((robot) => robot.stop()));
    },
  };
}
