import type { Json } from "../spec/index.js";
import { toleranceExceeded } from "./causes.js";
import type { Frame } from "./frame.js";
import type { Inspection } from "./inspection.js";
import type { Batching } from "./item-batcher.js";
import { itemsFrom, type ReadItems } from "./item-files.js";
import type { ItemReader } from "./item-reader.js";
import type { Compute } from "./language.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import { selectItems } from "./select-items.js";
import type { Exit, Progress } from "./state.js";

/** What a Map state under test computes although its iterations are mocked. */
export interface MockedMapParts {
  readonly items: Compute<readonly Json[]>;
  readonly reader?: ItemReader | undefined;
  readonly selector: Compute<Json> | undefined;
  readonly batching?: Batching | undefined;
  readonly maxConcurrency: Compute<number> | undefined;
  readonly toleratedCount: Compute<number> | undefined;
  readonly toleratedPercentage: Compute<number> | undefined;
  readonly exit: Exit;
}

/** Runs a Map state whose result is given. As recorded on AWS, failures count only where a tolerance is given. */
export function runMockedMap(frame: Frame, parts: MockedMapParts, inspection: Inspection, mock: () => Json): Progress {
  return chain(itemsOf(frame, parts, inspection), ({ items, sourceOf }) =>
    chain(selectItems(frame, parts.selector, items, sourceOf), (selected) =>
      chain(parts.batching?.(frame), (batch) => {
        if (parts.selector !== undefined) inspection.note(frame, "afterItemSelector", selected);
        const batches = batch?.(selected).map(({ input }) => input);
        if (batches !== undefined) inspection.note(frame, "afterItemBatcher", batches);
        return finish(frame, parts, inspection, mock, items.length);
      }),
    ),
  );
}

function itemsOf(
  frame: Frame,
  { reader, items }: MockedMapParts,
  { hasReaderData }: Inspection,
): MaybePromise<ReadItems> {
  if (reader !== undefined && hasReaderData) return chain(reader.prepare(frame), (read) => read());
  return chain(items(frame), (list) => itemsFrom("STATE_DATA", list));
}

function finish(
  frame: Frame,
  parts: MockedMapParts,
  inspection: Inspection,
  mock: () => Json,
  items: number,
): Progress {
  return chain(parts.maxConcurrency?.(frame) ?? 0, (limit) =>
    chain(parts.toleratedCount?.(frame), (count) =>
      chain(parts.toleratedPercentage?.(frame), (percentage) => {
        if (parts.reader === undefined || inspection.hasReaderData) inspection.counted(items);
        inspection.note(frame, "maxConcurrency", limit);
        if (count !== undefined) inspection.note(frame, "toleratedFailureCount", count);
        if (percentage !== undefined) inspection.note(frame, "toleratedFailurePercentage", percentage);
        const result = mock();
        const failed = inspection.failedIterations ?? 0;
        const share = items === 0 ? 0 : (100 * failed) / items;
        if ((count !== undefined && failed > count) || (percentage !== undefined && share > percentage)) {
          throw toleranceExceeded();
        }
        frame.result = result;
        return parts.exit(frame, result);
      }),
    ),
  );
}
