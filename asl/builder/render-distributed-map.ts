import type { JsonataMap, JsonObject } from "../spec/index.js";
import type { DistributedMapData, ItemsData, ResultsData } from "./distributed-data.js";
import type { Expression } from "./expression.js";
import { toTemplate } from "./jsonata.js";
import type { Bindings } from "./resources.js";

type Fields = Omit<JsonataMap, "Type" | "ItemProcessor" | "Next" | "End">;

/** The fields that a distributed Map has beside its processor, in JSONata form. */
export function distributedMapFields(work: DistributedMapData<unknown>, bindings: Bindings): Fields {
  const { from, selector, batch } = work.source;
  const number = (expression: Expression) => numberOf(expression, bindings);
  return {
    ...(work.label !== undefined && { Label: work.label }),
    ...(from.kind === "data" ? { Items: toTemplate(from.items, bindings) } : { ItemReader: reader(from, bindings) }),
    ...(selector && { ItemSelector: toTemplate(selector, bindings) }),
    ...(batch && {
      ItemBatcher: {
        ...(batch.maxItems && { MaxItemsPerBatch: number(batch.maxItems) }),
        ...(batch.maxBytes && { MaxInputBytesPerBatch: number(batch.maxBytes) }),
        ...(batch.input && { BatchInput: toTemplate(batch.input, bindings) }),
      },
    }),
    ...(work.maxConcurrency && { MaxConcurrency: number(work.maxConcurrency) }),
    ...(work.toleratedFailureCount && { ToleratedFailureCount: number(work.toleratedFailureCount) }),
    ...(work.toleratedFailurePercentage && { ToleratedFailurePercentage: number(work.toleratedFailurePercentage) }),
    ...(work.results && { ResultWriter: resultWriter(work.results, "Arguments", (e) => toTemplate(e, bindings)) }),
  };
}

function reader(from: Extract<ItemsData["from"], { kind: "reader" }>, bindings: Bindings) {
  return {
    Resource: `arn:aws:states:::s3:${from.action}`,
    ...(Object.keys(from.config).length > 0 && {
      ReaderConfig: Object.fromEntries(
        Object.entries(from.config).map(([field, value]) => [field, toTemplate(value, bindings)]),
      ),
    }),
    Arguments: toTemplate(from.arguments, bindings),
  };
}

/** A `ResultWriter`, whose arguments stand under the name that the query language has for them. */
export function resultWriter(
  { transformation, outputType, destination }: ResultsData,
  argumentsField: "Arguments" | "Parameters",
  render: (expression: Expression) => JsonObject[string],
): JsonObject {
  return {
    ...(destination && {
      Resource: "arn:aws:states:::s3:putObject",
      [argumentsField]: render(destination.arguments),
    }),
    ...((transformation !== undefined || outputType !== undefined) && {
      WriterConfig: {
        Transformation: transformation ?? "NONE",
        OutputType: outputType ?? "JSON",
      },
    }),
  };
}

function numberOf(expression: Expression, bindings: Bindings): number | string {
  const template = toTemplate(expression, bindings);
  return typeof template === "number" ? template : String(template);
}
