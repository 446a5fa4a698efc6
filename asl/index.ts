export * from "./builder/index.js";
export type * from "./spec/index.js";
