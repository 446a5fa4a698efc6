import type { Json } from "../../../../asl/spec/index.js";
import { blocks, type Resource } from "../../../service.js";
import { compileEventPattern, type EventPattern } from "../../eventbridge/event-pattern.js";
import { requiredText, wholeNumber } from "../../resource-attributes.js";

/** What an `aws_lambda_event_source_mapping` says. */
export interface MappingSettings {
  readonly queueArn: string;
  /** The most messages of one event. */
  readonly batchSize: number;
  /** How long to gather messages for one event, in seconds. */
  readonly windowSeconds: number;
  readonly reportsFailures: boolean;
  /** The most invocations at a time; without it as many as the function may have. */
  readonly maximumConcurrency: number | undefined;
  readonly enabled: boolean;
  /** A message must match one of these; any does when there is none. */
  readonly filters: readonly EventPattern[];
}

/**
 * Reads an `aws_lambda_event_source_mapping`, with Lambda's own limits.
 *
 * @throws an `Error` that names the argument
 */
export function readMapping(resource: Resource): MappingSettings {
  const { attributes } = resource;
  const batchSize = wholeNumber(attributes, "batch_size", 1, 10_000) ?? 10;
  const windowSeconds = wholeNumber(attributes, "maximum_batching_window_in_seconds", 0, 300) ?? 0;
  if (batchSize > 10 && windowSeconds === 0) {
    throw new Error(
      `'batch_size' is ${batchSize}: more than 10 need a 'maximum_batching_window_in_seconds' of at least 1.`,
    );
  }
  const [scaling] = blocks(attributes.scaling_config);
  return {
    queueArn: requiredText(resource, "event_source_arn"),
    batchSize,
    windowSeconds,
    reportsFailures: readResponseTypes(attributes.function_response_types),
    maximumConcurrency: scaling && wholeNumber(scaling, "maximum_concurrency", 2, 1000),
    enabled: attributes.enabled !== false,
    filters: blocks(attributes.filter_criteria)
      .flatMap((criteria) => blocks(criteria.filter))
      .map(({ pattern }) => compileEventPattern(typeof pattern === "string" ? pattern : "")),
  };
}

function readResponseTypes(value: Json | undefined): boolean {
  const types = Array.isArray(value) ? value : [];
  const unknown = types.find((type) => type !== "ReportBatchItemFailures");
  if (unknown === undefined) return types.length > 0;
  throw new Error(`'function_response_types' has ${JSON.stringify(unknown)}; there is only ReportBatchItemFailures.`);
}
