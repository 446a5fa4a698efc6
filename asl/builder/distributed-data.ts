import type { Expression } from "./expression.js";
import type { Permission } from "./steps.js";

/** Where the items of a distributed Map come from, as plain data, and what is made of each before a child execution begins. */
export interface ItemsData {
  readonly from:
    | { readonly kind: "data"; readonly items: Expression }
    | {
        readonly kind: "reader";
        /** The action of S3 that reads. */
        readonly action: "getObject" | "listObjectsV2";
        readonly arguments: Expression;
        /** Its `ReaderConfig`, field by field. */
        readonly config: Readonly<Record<string, Expression>>;
        readonly permissions: readonly Permission[];
      };
  readonly selector?: Expression;
  readonly batch?: {
    readonly maxItems?: Expression;
    readonly maxBytes?: Expression;
    readonly input?: Expression;
  };
}

/** What becomes of the child executions' outputs, as plain data. */
export interface ResultsData {
  readonly transformation?: "NONE" | "COMPACT" | "FLATTEN";
  readonly outputType?: "JSON" | "JSONL";
  /** Where they are written; without it they are the state's result. */
  readonly destination?: { readonly arguments: Expression; readonly permissions: readonly Permission[] };
}

/** The work of a distributed Map state; its child executions take paths of type `P`. */
export interface DistributedMapData<P> {
  readonly kind: "distributedMap";
  readonly source: ItemsData;
  readonly processor: P;
  readonly executionType: "STANDARD" | "EXPRESS";
  readonly label?: string;
  readonly maxConcurrency?: Expression;
  readonly toleratedFailureCount?: Expression;
  readonly toleratedFailurePercentage?: Expression;
  readonly results?: ResultsData;
  readonly permissions: readonly Permission[];
}
