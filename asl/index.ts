export * from "./builder/index.js";
export * from "./integrations/index.js";
export * from "./jsonpath/index.js";
export { type FinishedWorkflow, type RenderedDefinition, render } from "./render.js";
export type * from "./spec/index.js";
export { type Statement, statements } from "./statements.js";
