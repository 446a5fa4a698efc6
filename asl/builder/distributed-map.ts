import type { DistributedMapData } from "./distributed-data.js";
import type { AnyEnd, OutputOf } from "./ends.js";
import { type Arg, toExpression } from "./expression.js";
import type { ClosedFlow, Flow } from "./flow.js";
import { freeze } from "./freeze.js";
import type { ChildInputs } from "./item-source.js";
import { type ChildExecution, type MapResults, toResults, type WrittenResults, type WrittenTo } from "./map-results.js";
import type { EndsOf } from "./paths.js";
import type { Names } from "./scope.js";
import { startChildFlow } from "./start-flow.js";
import { Work } from "./work.js";

/** How the child executions of a distributed Map run. */
export interface DistributedMapOptions {
  /** `STANDARD` by default; `EXPRESS` for short ones that neither wait for tokens nor for jobs. */
  readonly executionType?: "STANDARD" | "EXPRESS";
  /** A part of the child executions' ARNs, up to 40 characters; Step Functions makes one up otherwise. */
  readonly label?: string;
  /** How many run at the same time; 10,000 by default. */
  readonly maxConcurrency?: Arg<number>;
  /** How many items may fail before the Map does; none by default. */
  readonly toleratedFailureCount?: Arg<number>;
  /** What share of them may fail, from 0 to 100. */
  readonly toleratedFailurePercentage?: Arg<number>;
  /** What becomes of the outputs: the list of them by default. */
  readonly results?: MapResults;
}

/** The errors of a distributed Map: what its child executions fail with stays with them. */
export type DistributedMapError =
  | "States.ExceedToleratedFailureThreshold"
  | "States.ItemReaderFailed"
  | "States.ResultWriterFailed";

/** What a distributed Map gives: where failures are tolerated, failed child executions stand among the outputs. */
export type ResultsOf<Output, Options> = Options extends { readonly results: infer R }
  ? R extends WrittenTo
    ? WrittenResults
    : R extends "NONE"
      ? readonly ChildExecution[]
      : readonly ((R extends "FLATTEN" ? Flat<Output> : Output) | Tolerated<Options>)[]
  : readonly (Output | Tolerated<Options>)[];

type Flat<T> = T extends readonly (infer Item)[] ? Item : T;
type Tolerated<Options> = keyof Options & `toleratedFailure${string}` extends never ? never : ChildExecution;

/**
 * Runs a child execution of its own for each item, thousands at a time. It sees no name from outside: `input` there is the item, or what
 * `select` and `inBatches` make of it.
 *
 * Source: AWS Step Functions Developer Guide, "Using Map state in Distributed mode".
 *
 * @example
 * ```ts
 * .let("sent", "Newsletter", ({ input }) => distributedMap(
 *   s3Items.csv<Reader>(bucket("lists"), "readers.csv").inBatches({ maxItems: 100, input: { text: input.text } }),
 *   (w) => w.do("Send", ({ input }) => invoke(send, { to: input.Items, text: input.BatchInput.text })).succeed("Sent"),
 *   { toleratedFailurePercentage: 5, results: writtenTo(bucket("results"), "newsletter") },
 * ))
 * ```
 */
export function distributedMap<
  Input,
  F extends ClosedFlow<AnyEnd>,
  const Options extends DistributedMapOptions = Record<never, never>,
>(
  source: ChildInputs<Input>,
  each: (w: Flow<Names<{ input: Input }>, never, never>) => F,
  options?: Options,
): Work<ResultsOf<OutputOf<EndsOf<F>>, Options>, DistributedMapError> {
  return new Work(toDistributedMap(source, each(startChildFlow()).data, options));
}

/** The work of a distributed Map as plain data. */
export function toDistributedMap<P>(
  { data: source }: ChildInputs<unknown>,
  processor: P,
  options: DistributedMapOptions = {},
): DistributedMapData<P> {
  const results = options.results === undefined ? undefined : toResults(options.results);
  const given = (field: "maxConcurrency" | "toleratedFailureCount" | "toleratedFailurePercentage") =>
    options[field] === undefined ? {} : { [field]: toExpression(options[field], field) };
  return freeze({
    kind: "distributedMap",
    source,
    processor,
    executionType: options.executionType ?? "STANDARD",
    ...(options.label !== undefined && { label: options.label }),
    ...given("maxConcurrency"),
    ...given("toleratedFailureCount"),
    ...given("toleratedFailurePercentage"),
    ...(results && { results }),
    permissions: [
      ...ownPermissions,
      ...(source.from.kind === "reader" ? source.from.permissions : []),
      ...(results?.destination?.permissions ?? []),
    ],
  });
}

// Source: AWS Step Functions Developer Guide, "IAM policies for using Distributed Map states".
const ownPermissions = [
  { actions: ["states:StartExecution"], resources: [{ kind: "ownArn", of: "machine" }] },
  { actions: ["states:DescribeExecution", "states:StopExecution"], resources: [{ kind: "ownArn", of: "executions" }] },
  { actions: ["states:RedriveExecution"], resources: [{ kind: "ownArn", of: "childExecutions" }] },
] as const;
