export { executionPath } from "./path.js";
export { historyTable } from "./table.js";
export { type Visit, visits } from "./visits.js";
