export { childExecution } from "./child-execution.js";
export { type Coverage, type CoveragePoint, coverage } from "./coverage.js";
export { failTimes, timesOut } from "./failures.js";
export type { ChildOptions, MockTask } from "./mock-task.js";
export type { Mock, MockAnswer, MockFunction, Mocks, MockTiming } from "./mocks.js";
export { runWorkflow } from "./run.js";
export type { LateAnswer, RecordedCall, RecordedRetry, RecordedWait, RunOptions, WorkflowRun } from "./run-data.js";
