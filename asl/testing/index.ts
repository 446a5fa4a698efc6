export {
  assertCalled,
  assertFailed,
  assertNotCalled,
  assertPath,
  assertRetried,
  assertSucceeded,
  assertWaited,
  callsOf,
} from "./assertions.js";
export { type BucketFiles, bucketFiles } from "./bucket-files.js";
export { childExecution } from "./child-execution.js";
export { assertCovered, type Coverage, type CoveragePoint, coverage, mergeCoverage } from "./coverage.js";
export { coverageDiagram } from "./coverage-diagram.js";
export { failTimes, timesOut } from "./failures.js";
export { type LambdaAnswer, lambdaMock, type MockedHandler } from "./lambda-mock.js";
export { fromMockConfig } from "./mock-config.js";
export type { ChildOptions, MockTask } from "./mock-task.js";
export type { Mock, MockAnswer, MockFunction, Mocks, MockTiming } from "./mocks.js";
export { runWorkflow } from "./run.js";
export type { LateAnswer, RecordedCall, RecordedRetry, RecordedWait, RunOptions, WorkflowRun } from "./run-data.js";
