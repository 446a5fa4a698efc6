import * as v from "valibot";
import { ROBOT_ID } from "./robot.js";

const about = {
  // From the topic, by the rule: AWS IoT lets a robot publish to its own topics only.
  robotId: v.pipe(v.string(), v.regex(ROBOT_ID)),
  /** When the message arrived: milliseconds since 1970, by AWS IoT's clock. */
  at: v.pipe(v.number(), v.integer()),
};
const jobId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const errorText = v.pipe(v.string(), v.maxLength(10_000));

const messageSchema = v.variant("word", [
  v.object({ word: v.literal("heartbeat"), ...about, jobId }),
  v.object({ word: v.literal("success"), ...about, jobId }),
  v.object({
    ...{ word: v.literal("failure"), ...about, jobId },
    // What a robot says of its trouble is of use to people; a robot that says it badly has failed all the same.
    error: v.optional(v.fallback(errorText, "")),
    cause: v.optional(v.fallback(errorText, "")),
  }),
  v.object({
    ...{ word: v.literal("status"), ...about },
    status: v.picklist(["ONLINE", "OFFLINE"]),
    session: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  }),
]);

/** What a robot has said, as the rules of AWS IoT pass it on: `word` and `robotId` are of the topic, the rest is the robot's. */
export type RobotMessage = v.InferOutput<typeof messageSchema>;

/** Reads a rule's event, or gives `undefined` for one that is not well formed. */
export function parseRobotMessage(event: unknown): RobotMessage | undefined {
  const parsed = v.safeParse(messageSchema, event);
  return parsed.success ? parsed.output : undefined;
}

/** A robot's own account of its trouble, cut to what an execution's history takes, without control characters. */
export function troubleOf({ error, cause }: Extract<RobotMessage, { word: "failure" }>): string {
  const text = [error, cause].filter((part) => part !== undefined && part !== "").join(": ");
  return text.replace(/\p{Cc}+/gu, " ").slice(0, 1_000) || "The robot did not say what is wrong.";
}
