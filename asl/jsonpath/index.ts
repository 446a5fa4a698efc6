export type { DataCatchFlow, DataChoice, DataFlow } from "./flow.js";
export { intrinsics } from "./intrinsics.js";
export type { MapOptions, ResultPath, TaskOptions } from "./options.js";
export { anyPath } from "./path.js";
export { type Rule, rules } from "./rules.js";
export { pathWorkflow } from "./start.js";
export type { TypeAt } from "./type-at.js";
