export { condition } from "./condition.js";
export { mermaid } from "./mermaid.js";
export type { CoverageMarks, DiagramOptions, ExecutionPath, Highlight, StateOutcome } from "./options.js";
export { svg, svgDrawer } from "./svg.js";
