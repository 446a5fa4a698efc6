import type { Json } from "../spec/index.js";
import { toleranceExceeded } from "./causes.js";
import type { Frame } from "./frame.js";
import type { Inspection } from "./inspection.js";
import type { Compute } from "./language.js";
import { chain } from "./maybe-promise.js";
import type { Exit, Progress } from "./state.js";

/** What a Map state under test computes although its iterations are mocked. */
export interface MockedMapParts {
  readonly items: Compute<readonly Json[]>;
  readonly maxConcurrency: Compute<number> | undefined;
  readonly toleratedCount: Compute<number> | undefined;
  readonly toleratedPercentage: Compute<number> | undefined;
  readonly exit: Exit;
}

/** Runs a Map state whose result is given. As recorded on AWS, failures count only where a tolerance is given. */
export function runMockedMap(frame: Frame, parts: MockedMapParts, inspection: Inspection, mock: () => Json): Progress {
  return chain(inspection.readerItems ?? parts.items(frame), (items) =>
    chain(parts.maxConcurrency?.(frame) ?? 0, (limit) =>
      chain(parts.toleratedCount?.(frame), (count) =>
        chain(parts.toleratedPercentage?.(frame), (percentage) => {
          inspection.note(frame, "maxConcurrency", limit);
          if (count !== undefined) inspection.note(frame, "toleratedFailureCount", count);
          if (percentage !== undefined) inspection.note(frame, "toleratedFailurePercentage", percentage);
          const result = mock();
          const failed = inspection.failedIterations ?? 0;
          const share = items.length === 0 ? 0 : (100 * failed) / items.length;
          if ((count !== undefined && failed > count) || (percentage !== undefined && share > percentage)) {
            throw toleranceExceeded();
          }
          frame.result = result;
          return parts.exit(frame, result);
        }),
      ),
    ),
  );
}
