/** The most events that a history holds, the last one included. Source: AWS Step Functions service quotas. */
export const historyLimit = 25_000;

/** The longest that an Express execution takes, in seconds. Source: AWS Step Functions service quotas. */
export const expressLimit = 300;

/**
 * How many events an Express execution may have, which on AWS no number limits but its five minutes: a loop that never
 * waits takes no time here and would go on for ever.
 */
export const expressEvents = 250_000;
