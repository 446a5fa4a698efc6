export { type ContextObject, context } from "./context.js";
export { type AssumedRole, assumeRole, type Role, role } from "./credentials.js";
export { type DistributedMapError, type DistributedMapOptions, distributedMap } from "./distributed-map.js";
export { type Duration, days, hours, minutes, seconds } from "./duration.js";
export type { ErrorOf, Failed, OutputOf, Succeeded } from "./ends.js";
export { type ErrorOutput, errors } from "./errors.js";
export type { Arg, Condition, Data, Expr, JsonArg, ValueOf } from "./expression.js";
export type { ClosedFlow, Flow, Part } from "./flow.js";
export * from "./functions.js";
export { type Batch, type ChildInputs, type Entry, entries, type ItemSource, items } from "./item-source.js";
export {
  type Bucket,
  bucket,
  type ChildExecution,
  type MapResults,
  type WriterOptions,
  type WrittenResults,
  type WrittenTo,
  writtenTo,
} from "./map-results.js";
export {
  add,
  and,
  divide,
  eq,
  exists,
  gt,
  gte,
  inList,
  lt,
  lte,
  multiply,
  ne,
  not,
  or,
  orElse,
  remainder,
  subtract,
  text,
  toJson,
} from "./operators.js";
export type { Retry, WorkOptions } from "./options.js";
export { parallel } from "./parallel.js";
export { jsonata } from "./raw-jsonata.js";
export type { AccountBinding, Bindings, BoundResource, ResourceKind } from "./resources.js";
export type { CatchFlow, DefaultFlow, RuleFlow } from "./rule-flow.js";
export type { Names } from "./scope.js";
export { selectResult } from "./select-result.js";
export type { AssignOptions, StateOptions } from "./state-options.js";
export { forSeconds, until } from "./wait.js";
export type { Work } from "./work.js";
export { type Workflow, type WorkflowOptions, workflow } from "./workflow.js";
