import { roughDuration } from "../common/countdown.js";
import type { Tone } from "../common/tone.js";
import type { Kitchen, Robot, RobotStatus } from "./kitchen.js";

/** A robot's status as its card names it. */
export const ROBOT_LABELS: Readonly<Record<RobotStatus, { readonly label: string; readonly tone: Tone }>> = {
  ONLINE: { label: "Online", tone: "good" },
  WORKING: { label: "Working", tone: "busy" },
  BROKEN: { label: "Broken", tone: "bad" },
  OFFLINE: { label: "Offline", tone: "quiet" },
};

/**
 * What a robot does, and since when.
 *
 * @param isYours whether it blends an order of this browser
 * @example robotSentence(robot, now, true); // "Blending your Mango for 12 seconds"
 */
export function robotSentence({ status, smoothie, since }: Robot, now: number, isYours: boolean): string {
  // This machine's clock may be behind the kitchen's.
  const time = now - since < 1000 ? undefined : roughDuration(now - since);
  const order = smoothie === undefined ? (isYours ? "your order" : "an order") : `${isYours ? "your " : ""}${smoothie}`;
  switch (status) {
    case "ONLINE":
      return time === undefined ? "Free" : `Free for ${time}`;
    case "WORKING":
      return time === undefined ? `Just started on ${order}` : `Blending ${order} for ${time}`;
    case "BROKEN":
      return time === undefined ? "Broke down just now" : `Broke down ${time} ago`;
    case "OFFLINE":
      return time === undefined ? "Lost its connection just now" : `Gone for ${time}`;
  }
}

/** The kitchen in a sentence: what somebody who orders now has to expect. */
export function kitchenSentence({ robots, queueLength }: Kitchen): string {
  const free = robots.filter(({ status }) => status === "ONLINE").length;
  const working = robots.filter(({ status }) => status === "WORKING").length;
  if (robots.length === 0) return "No robot has come to work yet. Orders wait in the queue until one does.";
  if (free + working === 0) return "No robot can blend right now. Orders wait in the queue until one is back.";
  if (free === 0) return "No robot is free. Orders wait in the queue for their turn.";
  if (queueLength > free) return "The robots are working off the queue.";
  return free === 1 ? "One robot is free." : `${free} robots are free.`;
}
