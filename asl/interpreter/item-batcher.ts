import type { Json } from "../spec/index.js";
import type { Frame } from "./frame.js";
import type { QueryLanguage } from "./language.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import type { NumberRange, Reader } from "./reader.js";

/** Some items that go to one child execution. */
export interface Batch {
  /** The input of the child execution. */
  readonly input: Json;
  /** How many items it holds. */
  readonly size: number;
}

/** Computes how items become the inputs of child executions. */
export type Batching = (frame: Frame) => MaybePromise<(items: readonly Json[]) => readonly Batch[]>;

const positive: NumberRange = { min: 1, max: 100_000_000, integer: true };
const bytes: NumberRange = { min: 1, max: 262_144, integer: true };

/** Each item by itself: what a Map state without `ItemBatcher` does. */
export const oneByOne: Batching = () => (items) => items.map((input) => ({ input, size: 1 }));

/** Compiles `ItemBatcher`, if there is one. Source: AWS Step Functions Developer Guide, "ItemBatcher (Map)". */
export function compileItemBatcher(state: Reader, language: QueryLanguage): Batching | undefined {
  const reader = state.nested("ItemBatcher");
  if (reader === undefined) return undefined;
  const names = ["MaxItemsPerBatch", "MaxInputBytesPerBatch"];
  reader.allow([...names, ...names.map((name) => `${name}Path`), "BatchInput", "Comment"], "an item batcher");
  const mostItems = language.number(reader, "MaxItemsPerBatch", positive, state);
  const mostBytes = language.number(reader, "MaxInputBytesPerBatch", bytes, state);
  if (mostItems === undefined && mostBytes === undefined) {
    reader.problem("", "An item batcher needs 'MaxItemsPerBatch', 'MaxInputBytesPerBatch' or both.");
  }
  const batchInput = language.value(reader, "BatchInput", state);
  return (frame) =>
    chain(mostItems?.(frame), (count = Number.POSITIVE_INFINITY) =>
      chain(mostBytes?.(frame), (size = bytes.max) =>
        chain(batchInput?.(frame), (input) => (items) => batches(items, count, size, input)),
      ),
    );
}

function batches(items: readonly Json[], count: number, limit: number, batchInput: Json | undefined): Batch[] {
  const frame = batchInput === undefined ? {} : { BatchInput: batchInput };
  const empty = Buffer.byteLength(JSON.stringify({ ...frame, Items: [] }));
  const result: Batch[] = [];
  let batch: Json[] = [];
  let size = empty;
  const close = (): void => {
    if (batch.length > 0) result.push({ input: { ...frame, Items: batch }, size: batch.length });
    batch = [];
    size = empty;
  };
  for (const item of items) {
    const more = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length >= count || (batch.length > 0 && size + more > limit)) close();
    batch.push(item);
    size += more;
  }
  close();
  return result;
}
