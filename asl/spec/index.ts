export { type StatesError, statesErrors } from "./error-names.js";
export type { Json, JsonObject } from "./json.js";
export type * from "./states.js";
