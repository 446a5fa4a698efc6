import type { MockAnswer } from "./mocks.js";

/** The answers of a task that fails so many times before it gives another answer, which then repeats. */
export function failTimes(
  count: number,
  failure: { readonly error: string; readonly cause?: string },
  then: MockAnswer,
) {
  return [...Array.from({ length: count }, (): MockAnswer => failure), then];
}

/** The answer of a task that says nothing: its state's time-out ends it. */
export const timesOut: MockAnswer = { timeout: true };
