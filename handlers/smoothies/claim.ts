import { defineError } from "../common/define-error.js";
import { isFree, type RobotSummary } from "./robot.js";
import type { RobotIndex } from "./robot-index.js";
import type { Job, RobotTable } from "./robot-table.js";

/** Every robot is at work: one will be free in a while. */
export const NoRobotAvailable = defineError("NoRobotAvailable");
/** Every robot is broken or offline: none will be free until somebody, or a robot itself, does something about it. */
export const NoRobotLeft = defineError("NoRobotLeft");

/** What {@link claimRobot} works with. */
export interface Claiming {
  readonly index: RobotIndex;
  readonly table: RobotTable;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Finds a free robot for a job and claims it by one conditional write. The index says which to try; the write decides, so that
 * of many jobs at once one gets the robot. Asked again for a job that has a robot, it gives that one.
 *
 * @throws NoRobotAvailable, NoRobotLeft
 */
export async function claimRobot(
  { index, table, now, random }: Claiming,
  job: Job,
  seconds: number,
): Promise<{ readonly robotId: string }> {
  const [online, working] = await Promise.all([index.list("ONLINE"), index.list("WORKING")]);
  for (const { robotId, jobId } of working) {
    if (jobId === job.jobId && (await table.holds(robotId, job.jobId))) return { robotId };
  }
  const free = [...online, ...working.filter((robot) => isFree(robot, now()))];
  for (const { robotId } of shuffled(free, random)) {
    if (await table.claim(robotId, job, seconds)) return { robotId };
  }
  if (online.length + working.length > 0) throw new NoRobotAvailable("Every robot is at work.");
  throw new NoRobotLeft("Every robot is broken or offline.");
}

// Jobs that come at the same time would otherwise all try the same robot first.
function shuffled(robots: readonly RobotSummary[], random: () => number): RobotSummary[] {
  return robots
    .map((robot) => ({ robot, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ robot }) => robot);
}
