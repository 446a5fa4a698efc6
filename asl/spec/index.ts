export type { ChoiceCondition, ChoiceOperator, Comparison } from "./choice-rule.js";
export type {
  Credentials,
  JitterStrategy,
  ProcessorConfig,
  QueryLanguage,
  Retrier,
  StatesOf,
  Transition,
} from "./common.js";
export type { JsonataDefinition, JsonpathDefinition, State, StateMachineDefinition } from "./definition.js";
export { type StatesError, statesErrors } from "./error-names.js";
export type { Json, JsonObject } from "./json.js";
export { closingQuote, codes, mostLevels } from "./json-text.js";
export { jsonataFunctionNames } from "./jsonata-functions.js";
export type * from "./jsonata-states.js";
export type * from "./jsonpath-states.js";
export type * from "./map.js";
