/** What can be said of a robot: free, at work, not to be trusted with an order, or gone. */
export const robotStatuses = ["ONLINE", "WORKING", "BROKEN", "OFFLINE"] as const;

/** One of {@link robotStatuses}. */
export type RobotStatus = (typeof robotStatuses)[number];

/**
 * A row of the table `robots`. A job is one try of one robot at one order; all that belongs to it comes and goes with
 * `jobId`, on which every write about it is conditional.
 */
export interface Robot {
  readonly robotId: string;
  readonly status: RobotStatus;
  /** Since when it has this status: RFC 3339 in UTC. */
  readonly statusSince: string;
  /** The robot's own name for its connection: a Last Will counts for the connection that it was left by. */
  readonly session?: string;
  /** When that connection began: milliseconds since 1970, by the clock of AWS IoT. */
  readonly sessionAt?: number;
  /** A connection whose end was heard before its beginning, and when it ended, by the same clock. */
  readonly goneSession?: string;
  readonly goneAt?: number;
  readonly jobId?: string;
  readonly orderId?: string;
  readonly smoothie?: string;
  /** Whoever holds it answers the workflow: it is read by `robot-word` alone and is in no index, message or log. */
  readonly taskToken?: string;
  /** The first word that ended the job, while it is on its way to the workflow: `success`, `failure` or `offline`. */
  readonly answer?: string;
  /** When the claim runs out, in Unix seconds: from then on the robot is free, whatever became of the job. */
  readonly jobExpiresAt?: number;
}

/** What the index `by-status` shows of a robot. */
export type RobotSummary = Pick<
  Robot,
  "robotId" | "status" | "statusSince" | "jobId" | "orderId" | "smoothie" | "jobExpiresAt"
>;

/** Whether a robot may be claimed: it is online, or its job's claim has run out. `now` in Unix milliseconds. */
export function isFree(
  { status, jobExpiresAt }: { readonly status: RobotStatus; readonly jobExpiresAt?: number | undefined },
  now: number,
): boolean {
  return status === "ONLINE" || (status === "WORKING" && jobExpiresAt !== undefined && jobExpiresAt * 1000 <= now);
}

/** A robot's id as a thing's name may be. Source: AWS IoT API Reference, "CreateThing". */
export const ROBOT_ID = /^[a-zA-Z0-9:_-]{1,128}$/;
