import type { CompiledMachine } from "./machine.js";

/** The most events that a history holds, the last one included. Source: AWS Step Functions service quotas. */
export const historyLimit = 25_000;

/** The longest that an Express execution takes, in seconds. Source: AWS Step Functions service quotas. */
const expressLimit = 300;

/** The longest that a Standard execution takes, in seconds: a year. Source: AWS Step Functions service quotas. */
const standardLimit = 365 * 24 * 3600;

/**
 * How many events an Express execution may have, which on AWS no number limits but its five minutes: a loop that never
 * waits takes no time here and would go on for ever.
 */
export const expressEvents = 250_000;

/** How long an execution of a machine may take, in seconds. */
export function longestRun({ type, timeoutSeconds }: CompiledMachine): number {
  const limit = type === "EXPRESS" ? expressLimit : standardLimit;
  return Math.min(timeoutSeconds ?? limit, limit);
}

/** Whether nothing but the year of a Standard execution limits it. */
export function hasYear({ type, timeoutSeconds }: CompiledMachine): boolean {
  return type === "STANDARD" && (timeoutSeconds === undefined || timeoutSeconds > standardLimit);
}
