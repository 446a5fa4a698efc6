import type { DistributedMapData, ItemsData } from "../builder/distributed-data.js";
import type { Expression } from "../builder/expression.js";
import { resultWriter } from "../builder/render-distributed-map.js";
import type { Bindings } from "../builder/resources.js";
import type { JsonObject } from "../spec/index.js";
import { orPath, toPathText, toPayload } from "./template.js";

/** The fields that a distributed Map has beside its processor, in JSONPath form. */
export function distributedMapFields(work: DistributedMapData<unknown>, bindings: Bindings): JsonObject {
  const { from, selector, batch } = work.source;
  const field = (name: string, value: Expression | undefined) => (value ? orPath(name, value, bindings) : {});
  return {
    ...(work.label !== undefined && { Label: work.label }),
    ...(from.kind === "data"
      ? { ItemsPath: toPathText(from.items, bindings) }
      : { ItemReader: reader(from, bindings) }),
    ...(selector && { ItemSelector: toPayload(selector, bindings) }),
    ...(batch && {
      ItemBatcher: {
        ...field("MaxItemsPerBatch", batch.maxItems),
        ...field("MaxInputBytesPerBatch", batch.maxBytes),
        ...(batch.input && { BatchInput: toPayload(batch.input, bindings) }),
      },
    }),
    ...field("MaxConcurrency", work.maxConcurrency),
    ...field("ToleratedFailureCount", work.toleratedFailureCount),
    ...field("ToleratedFailurePercentage", work.toleratedFailurePercentage),
    ...(work.results && {
      ResultWriter: resultWriter(work.results, "Parameters", (part) => toPayload(part, bindings)),
    }),
  };
}

function reader(from: Extract<ItemsData["from"], { kind: "reader" }>, bindings: Bindings): JsonObject {
  const config = Object.entries(from.config).map(([name, value]) => orPath(name, value, bindings));
  return {
    Resource: `arn:aws:states:::s3:${from.action}`,
    ...(config.length > 0 && { ReaderConfig: Object.assign({}, ...config) }),
    Parameters: toPayload(from.arguments, bindings),
  };
}
