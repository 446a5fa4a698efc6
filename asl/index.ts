export * from "./builder/index.js";
export * from "./integrations/index.js";
export type * from "./spec/index.js";
