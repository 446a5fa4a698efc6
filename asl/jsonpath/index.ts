export type { DataChoice } from "./choice.js";
export type { DataCatchFlow, DataFlow } from "./flow.js";
export { intrinsics } from "./intrinsics.js";
export type { ResultPath } from "./options.js";
export type { DataPart } from "./part.js";
export { anyPath } from "./path.js";
export { type Rule, rules } from "./rules.js";
export { pathWorkflow } from "./start.js";
export type { TypeAt } from "./type-at.js";
