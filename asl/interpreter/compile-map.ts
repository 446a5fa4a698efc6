import { compileBody } from "./compile-body.js";
import { distributedMapState } from "./distributed-map.js";
import { compileItemBatcher } from "./item-batcher.js";
import { compileItemReader } from "./item-reader.js";
import type { QueryLanguage } from "./language.js";
import { mapState } from "./map.js";
import { type NumberRange, Reader } from "./reader.js";
import { compileResultWriter } from "./result-writer.js";
import type { Step } from "./state.js";

const wholeNumber: NumberRange = { min: 0, max: Number.POSITIVE_INFINITY, integer: true };
const percentage: NumberRange = { min: 0, max: 100, integer: false };

/** The fields that only a distributed Map state has. */
// AWS takes a Label in an inline Map as well, where it means nothing.
const distributedFields = ["ItemReader", "ItemBatcher", "ResultWriter"] as const;

/** Compiles a Map state, inline or distributed. `machineLanguage` is the language of the states in it. */
export function compileMap(reader: Reader, language: QueryLanguage, machineLanguage: string): Step {
  const field = reader.has("Iterator") ? "Iterator" : "ItemProcessor";
  const json = reader.object(field);
  if (json === undefined) reader.problem(field, "A Map state needs an 'ItemProcessor'.");
  const processor = new Reader(json ?? {}, `${reader.path}/${field}`, reader.context);
  processor.allow(["StartAt", "States", "Comment", "ProcessorConfig"], "an item processor");
  const config = processor.nested("ProcessorConfig");
  config?.allow(["Mode", "ExecutionType"], "a processor's configuration");
  const mode = config?.text("Mode") ?? "INLINE";
  if (mode !== "INLINE" && mode !== "DISTRIBUTED") {
    config?.problem("Mode", `must be INLINE or DISTRIBUTED but is ${JSON.stringify(mode)}.`);
  }
  const common = {
    items: reader.has("ItemReader") ? () => [] : language.items(reader),
    selector: language.itemSelector(reader),
    maxConcurrency: language.number(reader, "MaxConcurrency", wholeNumber),
    toleratedCount: language.number(reader, "ToleratedFailureCount", wholeNumber),
    toleratedPercentage: language.number(reader, "ToleratedFailurePercentage", percentage),
    exit: language.exit(reader, "MapStateExited", reader.transition()),
  };
  if (mode !== "DISTRIBUTED") {
    for (const name of distributedFields) {
      if (reader.has(name)) reader.problem(name, `Field '${name}' is supported in DISTRIBUTED mode only.`);
    }
    return mapState({ ...common, body: compileBody(processor, machineLanguage) });
  }
  if (reader.context.express) reader.problem("", "Express state machine does not support distributed Map states.");
  const executionType = config?.text("ExecutionType");
  if (executionType !== "STANDARD" && executionType !== "EXPRESS") {
    config?.problem("ExecutionType", "must be STANDARD or EXPRESS in DISTRIBUTED mode.");
  }
  return distributedMapState({
    ...common,
    reader: compileItemReader(reader, language),
    batching: compileItemBatcher(reader, language),
    writer: compileResultWriter(reader, language),
    label: readLabel(reader),
    executionType: executionType === "EXPRESS" ? "EXPRESS" : "STANDARD",
    body: compileBody(processor, machineLanguage, executionType === "EXPRESS"),
  });
}

function readLabel(reader: Reader): string | undefined {
  const label = reader.text("Label");
  if (label !== undefined && !/^[A-Za-z0-9_\-.!()'@+=]{1,40}$/.test(label)) {
    reader.problem("Label", `must have 1 to 40 characters, none of them a space or a special one, but is '${label}'.`);
  }
  return label;
}
