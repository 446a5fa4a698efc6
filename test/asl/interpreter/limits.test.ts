import { describe, expect, it } from "vitest";
import { eventTypes, lambdaTask, runStates, startStates, startTime } from "./helpers.js";

const day = 24 * 3600;
const year = startTime + 365 * day * 1000;
const loop = {
  Pause: { Type: "Wait", Seconds: 100 * day, Next: "Again" },
  Again: { Type: "Choice", Choices: [{ Condition: true, Next: "Pause" }] },
};
const never = { call: () => new Promise<never>(() => {}) };

describe("the year of a Standard execution", () => {
  it("ends one that waits over and over", async () => {
    const execution = await runStates(loop);
    expect(execution).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout", stopDate: year });
    expect(eventTypes(execution).at(-1)).toBe("ExecutionTimedOut");
  });

  it("ends a task that nobody answers, and one that is tried again and again", async () => {
    const silent = startStates({ Ask: { ...lambdaTask, Resource: `${lambdaTask.Resource}.waitForTaskToken` } });
    await silent.clock.advanceBy(365 * day * 1000 - 1);
    expect(silent.execution.status).toBe("RUNNING");
    await silent.clock.advanceBy(1);
    expect(silent.execution).toMatchObject({ status: "TIMED_OUT", stopDate: year });
    const Retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 50 * day, BackoffRate: 1, MaxAttempts: 100 }];
    const retried = await runStates({ Ask: { ...lambdaTask, TimeoutSeconds: 10 * day, Retry } }, never);
    expect(retried).toMatchObject({ status: "TIMED_OUT", stopDate: year });
  });

  it("is not what virtual time jumps to when nothing else is left to happen", async () => {
    const { execution, clock } = startStates({ Ask: lambdaTask }, never);
    await expect(clock.runUntil(execution.done)).rejects.toThrow("Virtual time stands still");
    await clock.run();
    expect(await clock.advanceToNext()).toBe(false);
    expect(execution.status).toBe("RUNNING");
  });

  it("bounds a longer TimeoutSeconds, and is bounded by a shorter one", async () => {
    expect(await runStates(loop, { timeout: 90_000_000 })).toMatchObject({ status: "TIMED_OUT", stopDate: year });
    expect(await runStates(loop, { timeout: 250 * day })).toMatchObject({ stopDate: startTime + 250 * day * 1000 });
  });

  it("ends a Map run that children hold up", async () => {
    const ItemProcessor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Pause" };
    const Each = { Type: "Map", Items: [1], ItemProcessor: { ...ItemProcessor, States: loop }, End: true };
    const execution = await runStates({ Wait: { Type: "Wait", Seconds: day, Next: "Each" }, Each });
    expect(execution).toMatchObject({ status: "TIMED_OUT", stopDate: year });
    expect(execution.mapRuns[0]).toMatchObject({ status: "ABORTED", stopDate: year });
  });
});

describe("the five minutes of an Express execution", () => {
  it("end it, whatever it waits for", async () => {
    const expected = { status: "TIMED_OUT", error: "States.Timeout", stopDate: startTime + 300_000 };
    expect(await runStates(loop, { type: "EXPRESS" })).toMatchObject(expected);
    expect(await runStates({ Ask: lambdaTask }, { type: "EXPRESS", ...never })).toMatchObject(expected);
    expect(await runStates(loop, { type: "EXPRESS", timeout: 1000 })).toMatchObject(expected);
  });
});

describe("the 10 MiB of an execution's variables", () => {
  const fill = (count: number, name: (index: number) => string) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const Assign = { [name(index)]: "{% $pad('', 200000, 'x') %}" };
        return [`Set${index}`, { Type: "Pass", Assign, Next: index === count - 1 ? "Done" : `Set${index + 1}` }];
      }),
    );
  const done = { Done: { Type: "Succeed" } };

  it("fail the execution that holds more", async () => {
    const held = await runStates({ ...fill(52, (index) => `v${index}`), ...done });
    expect(held.status).toBe("SUCCEEDED");
    const more = await runStates({ ...fill(53, (index) => `v${index}`), ...done });
    expect(more).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
      cause: "The variables of the execution exceed the maximum number of bytes service limit (10485760).",
    });
  });

  it("count what is held now: neither former values nor the variables of iterations that have ended", async () => {
    expect((await runStates({ ...fill(120, () => "same"), ...done })).status).toBe("SUCCEEDED");
    const Fill = { Type: "Pass", Assign: { big: "{% $pad('', 200000, 'x') %}" }, Output: 1, End: true };
    const map = {
      Type: "Map",
      Items: "{% [1..120] %}",
      MaxConcurrency: 5,
      ItemProcessor: { StartAt: "Fill", States: { Fill } },
      End: true,
    };
    expect((await runStates({ Each: map })).status).toBe("SUCCEEDED");
  });
});
