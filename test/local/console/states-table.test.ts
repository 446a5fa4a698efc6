import { describe, expect, it } from "vitest";
import type { HistoryEvent, HistoryEventType } from "../../../asl/interpreter/index.js";
import { statesTable } from "../../../local/console/states-table.js";

const details = { truncated: false };

/** An event, in short: what it follows, its type, the state it names. */
function event(id: number, previousEventId: number, type: HistoryEventType, name?: string): HistoryEvent {
  const base = { id, previousEventId, type, timestamp: 1000 * id };
  if (name === undefined) return base;
  if (type.endsWith("StateEntered")) {
    return { ...base, stateEnteredEventDetails: { name, input: `{"in":"${name}"}`, inputDetails: details } };
  }
  if (type.endsWith("StateExited")) {
    return { ...base, stateExitedEventDetails: { name, output: `{"out":"${name}"}`, outputDetails: details } };
  }
  if (type === "EvaluationFailed")
    return { ...base, evaluationFailedEventDetails: { state: name, error: "States.QueryEvaluationError" } };
  return {
    ...base,
    taskFailedEventDetails: { resourceType: "lambda", resource: "invoke", error: name, cause: "because" },
  };
}

const brief = (events: readonly HistoryEvent[], status: Parameters<typeof statesTable>[1]) =>
  statesTable(events, status).map((visit) => `${"  ".repeat(visit.depth)}${visit.name} ${visit.status}`);

describe("statesTable", () => {
  it("gives a visit's data, times and attempts", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "TaskStateEntered", "Send"),
      event(3, 2, "TaskScheduled"),
      event(4, 3, "TaskFailed", "Throttled"),
      event(5, 4, "TaskScheduled"),
      event(6, 5, "TaskSucceeded"),
      event(7, 6, "TaskStateExited", "Send"),
      event(8, 7, "ExecutionSucceeded"),
    ];
    expect(statesTable(events, "SUCCEEDED")).toEqual([
      {
        name: "Send",
        type: "Task",
        status: "SUCCEEDED",
        enteredAt: "1970-01-01T00:00:02.000Z",
        exitedAt: "1970-01-01T00:00:07.000Z",
        input: { in: "Send" },
        output: { out: "Send" },
        depth: 0,
        attempts: 2,
      },
    ]);
  });

  it("tells the branches of a Parallel apart, however their events alternate", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "ParallelStateEntered", "Both"),
      event(3, 2, "ParallelStateStarted"),
      event(4, 3, "TaskStateEntered", "Email"),
      event(5, 3, "TaskStateEntered", "Sms"),
      event(6, 5, "TaskScheduled"),
      event(7, 4, "TaskScheduled"),
      event(8, 6, "TaskFailed", "SmsRejected"),
      event(9, 8, "TaskStateExited", "Sms"),
      event(10, 9, "PassStateEntered", "SmsFailed"),
      event(11, 10, "PassStateExited", "SmsFailed"),
    ];
    expect(brief(events, "RUNNING")).toEqual([
      "Both RUNNING",
      "  Email RUNNING",
      "  Sms CAUGHT",
      "  SmsFailed SUCCEEDED",
    ]);
    const end = [
      ...events,
      event(12, 7, "TaskSucceeded"),
      event(13, 12, "TaskStateExited", "Email"),
      event(14, 13, "ParallelStateSucceeded"),
      event(15, 14, "ParallelStateExited", "Both"),
      event(16, 15, "FailStateEntered", "NotSent"),
      event(17, 16, "ExecutionFailed"),
    ];
    expect(brief(end, "FAILED")).toEqual([
      "Both SUCCEEDED",
      "  Email SUCCEEDED",
      "  Sms CAUGHT",
      "  SmsFailed SUCCEEDED",
      "NotSent FAILED",
    ]);
  });

  it("shows what failed, what was aborted by it, and the error", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "ParallelStateEntered", "Both"),
      event(3, 2, "ParallelStateStarted"),
      event(4, 3, "TaskStateEntered", "Email"),
      event(5, 3, "WaitStateEntered", "Later"),
      event(6, 4, "TaskScheduled"),
      event(7, 6, "TaskFailed", "EmailRejected"),
      event(8, 5, "WaitStateAborted"),
      event(9, 7, "ParallelStateFailed", "EmailRejected"),
      event(10, 9, "ExecutionFailed"),
    ];
    expect(brief(events, "FAILED")).toEqual(["Both FAILED", "  Email FAILED", "  Later ABORTED"]);
    expect(statesTable(events, "FAILED")[1]).toMatchObject({ error: "EmailRejected", cause: "because", attempts: 1 });
  });

  it("takes a failed evaluation for the state that it names, which AWS enters first", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "PassStateEntered", "Sum"),
      event(3, 0, "EvaluationFailed", "Sum"),
      event(4, 3, "ExecutionFailed"),
    ];
    expect(statesTable(events, "FAILED")).toMatchObject([
      { name: "Sum", status: "FAILED", error: "States.QueryEvaluationError" },
    ]);
  });

  it.each(["ABORTED", "TIMED_OUT"] as const)("ends what was open as %s", (status) => {
    const type = status === "ABORTED" ? "ExecutionAborted" : "ExecutionTimedOut";
    const events = [event(1, 0, "ExecutionStarted"), event(2, 0, "WaitStateEntered", "Timer"), event(3, 0, type)];
    expect(brief(events, status)).toEqual([`Timer ${status}`]);
  });

  it("counts each visit of a loop", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "PassStateEntered", "Again"),
      event(3, 2, "PassStateExited", "Again"),
      event(4, 3, "PassStateEntered", "Again"),
    ];
    expect(brief(events, "RUNNING")).toEqual(["Again SUCCEEDED", "Again RUNNING"]);
  });

  it("shows what a redrive does: the states that failed go on, those that succeeded stay", () => {
    const first = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "ParallelStateEntered", "Both"),
      event(3, 2, "ParallelStateStarted"),
      event(4, 3, "TaskStateEntered", "Bad"),
      event(5, 4, "TaskScheduled"),
      event(6, 3, "TaskStateEntered", "Slow"),
      event(7, 6, "TaskScheduled"),
      event(8, 5, "TaskFailed", "Broken"),
      event(9, 8, "TaskStateAborted"),
      event(10, 7, "TaskStateAborted"),
      event(11, 8, "ParallelStateFailed"),
      event(12, 11, "ExecutionFailed"),
    ];
    expect(brief(first, "FAILED")).toEqual(["Both FAILED", "  Bad FAILED", "  Slow ABORTED"]);
    const redriven = [...first, event(13, 12, "ExecutionRedriven"), event(14, 8, "TaskScheduled")];
    expect(brief(redriven, "RUNNING")).toEqual(["Both RUNNING", "  Bad RUNNING", "  Slow RUNNING"]);
    const ended = [
      ...redriven,
      event(15, 7, "TaskScheduled"),
      event(16, 14, "TaskSucceeded"),
      event(17, 16, "TaskStateExited", "Bad"),
      event(18, 15, "TaskSucceeded"),
      event(19, 18, "TaskStateExited", "Slow"),
      event(20, 19, "ParallelStateSucceeded"),
      event(21, 20, "ParallelStateExited", "Both"),
      event(22, 21, "ExecutionSucceeded"),
    ];
    expect(brief(ended, "SUCCEEDED")).toEqual(["Both SUCCEEDED", "  Bad SUCCEEDED", "  Slow SUCCEEDED"]);
  });

  it("says that a Fail state has failed, also where a Catch around it took over", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "ParallelStateEntered", "Both"),
      event(3, 2, "ParallelStateStarted"),
      event(4, 3, "FailStateEntered", "Stop"),
      event(5, 4, "ParallelStateFailed"),
      event(6, 5, "ParallelStateExited", "Both"),
      event(7, 6, "SucceedStateEntered", "Done"),
      event(8, 7, "SucceedStateExited", "Done"),
      event(9, 8, "ExecutionSucceeded"),
    ];
    expect(brief(events, "SUCCEEDED")).toEqual(["Both CAUGHT", "  Stop FAILED", "Done SUCCEEDED"]);
  });

  it("shows a Fail state that is entered once more by a redrive beside its first visit, not within it", () => {
    const events = [
      event(1, 0, "ExecutionStarted"),
      event(2, 0, "ParallelStateEntered", "Both"),
      event(3, 2, "ParallelStateStarted"),
      event(4, 3, "FailStateEntered", "Stop"),
      event(5, 4, "ParallelStateFailed"),
      event(6, 5, "ExecutionFailed"),
      event(7, 6, "ExecutionRedriven"),
      event(8, 4, "FailStateEntered", "Stop"),
      event(9, 8, "ParallelStateFailed"),
      event(10, 9, "ExecutionFailed"),
    ];
    expect(brief(events, "FAILED")).toEqual(["Both FAILED", "  Stop FAILED", "  Stop FAILED"]);
  });
});
