export { type RealClockOptions, realClock, type VirtualClock, virtualClock } from "./clock.js";
export { type CompileOptions, compile } from "./compile.js";
export { DefinitionError, type DefinitionProblem } from "./definition-error.js";
export type * from "./history.js";
export * from "./ports.js";
export { seededRandom } from "./random.js";
export type { TaskPattern } from "./resource.js";
export { start } from "./start.js";
export { TaskTokenError, taskTokens } from "./task-tokens.js";
