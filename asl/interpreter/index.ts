export type * from "./history.js";
export * from "./ports.js";
