import { isRecord } from "../common/is-record.js";

/** What can be said of a robot: free, at work, not to be trusted with an order, or gone. */
export type RobotStatus = "ONLINE" | "WORKING" | "BROKEN" | "OFFLINE";

/** A robot as everybody may see it. */
export interface Robot {
  readonly robotId: string;
  readonly status: RobotStatus;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What it blends. */
  readonly smoothie?: string;
}

/** The kitchen at one moment. */
export interface Kitchen {
  readonly robots: readonly Robot[];
  /** About how many orders wait for a robot. */
  readonly queueLength: number;
  readonly menu: readonly string[];
}

/** Reads the answer of `GET api/kitchen`, or gives `undefined` for what is none. A robot that it cannot read is left out. */
export function readKitchen(body: unknown): { readonly done: Kitchen } | undefined {
  if (!isRecord(body) || !Array.isArray(body.robots) || !Array.isArray(body.menu) || !isRecord(body.queue)) {
    return undefined;
  }
  const { waiting, inFlight } = body.queue;
  if (!isCount(waiting) || !isCount(inFlight)) return undefined;
  return {
    done: {
      robots: body.robots.flatMap(readRobot),
      queueLength: waiting + inFlight,
      menu: body.menu.filter((one) => typeof one === "string"),
    },
  };
}

/** Whether anything moves there, so that it is worth looking often. */
export function isLively({ robots, queueLength }: Kitchen): boolean {
  return queueLength > 0 || robots.some(({ status }) => status === "WORKING");
}

function readRobot(value: unknown): Robot[] {
  if (!isRecord(value) || typeof value.robotId !== "string" || typeof value.statusSince !== "string") return [];
  const status = STATUSES.find((known) => known === value.status);
  const since = Date.parse(value.statusSince);
  if (!status || Number.isNaN(since)) return [];
  const { robotId, smoothie } = value;
  return [{ robotId, status, since, ...(typeof smoothie === "string" ? { smoothie } : {}) }];
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

const STATUSES: readonly RobotStatus[] = ["ONLINE", "WORKING", "BROKEN", "OFFLINE"];
