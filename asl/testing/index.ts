export { type Coverage, type CoveragePoint, coverage } from "./coverage.js";
export type { Mock, MockAnswer, MockFunction, Mocks } from "./mocks.js";
export { type RecordedCall, type RunOptions, runWorkflow, type WorkflowRun } from "./run.js";
