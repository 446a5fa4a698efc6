/** A length of time in whole seconds, as Step Functions counts it. Made by `seconds`, `minutes`, `hours` and `days`. */
export interface Duration {
  readonly kind: "duration";
  readonly seconds: number;
}

const maxSeconds = 99_999_999;

/**
 * A length of time.
 *
 * @throws RangeError unless it is a whole number from 0 to 99,999,999. Source: Amazon States Language, "TimeoutSeconds".
 */
export function seconds(count: number): Duration {
  if (!Number.isInteger(count) || count < 0 || count > maxSeconds) {
    throw new RangeError(
      `A duration of ${count} seconds is not possible: Step Functions takes whole seconds from 0 to ${maxSeconds}.`,
    );
  }
  return Object.freeze({ kind: "duration", seconds: count });
}

/** A length of time in minutes. Throws as `seconds` does. */
export function minutes(count: number): Duration {
  return seconds(count * 60);
}

/** A length of time in hours. Throws as `seconds` does. */
export function hours(count: number): Duration {
  return seconds(count * 3600);
}

/** A length of time in days of 24 hours. Throws as `seconds` does. */
export function days(count: number): Duration {
  return seconds(count * 86_400);
}
