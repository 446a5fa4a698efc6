import type { Expression } from "../builder/expression.js";
import type { RetryData, TaskData } from "../builder/steps.js";
import type { RuleData } from "./rules.js";

/** A path through a workflow in JSONPath mode, as plain data. */
export interface DataPath {
  readonly steps: readonly DataStep[];
}

/** A finished workflow in JSONPath mode, as plain data. */
export interface DataWorkflow extends DataPath {
  readonly queryLanguage: "JSONPath";
  readonly name: string;
  readonly comment?: string;
  readonly timeoutSeconds?: number;
}

/** Where data comes in and goes out of a state. Absent fields are the language's defaults. */
export interface DataFields {
  readonly inputPath?: string | null;
  readonly parameters?: Expression;
  readonly resultSelector?: Expression;
  readonly resultPath?: string | null;
  readonly outputPath?: string | null;
}

/** A rule of `Catch`: which error it takes, where in the data it keeps what happened, and the way on. */
export interface DataCatch {
  readonly error: string;
  readonly resultPath: string | null;
  readonly path: DataPath;
}

interface Named {
  readonly name: string;
  readonly comment?: string;
}

interface Handling {
  readonly retry: readonly RetryData[];
  readonly catch: readonly DataCatch[];
}

/** One step of a path. All but `goTo` become a state of the same name. */
export type DataStep =
  | (Named &
      Handling &
      DataFields & {
        readonly kind: "task";
        readonly work: TaskData;
        readonly timeout?: Expression;
        readonly heartbeat?: Expression;
      })
  | (Named & Handling & DataFields & { readonly kind: "parallel"; readonly branches: readonly DataPath[] })
  | (Named &
      Handling &
      DataFields & {
        readonly kind: "map";
        readonly items: string;
        readonly itemSelector?: Expression;
        readonly processor: DataPath;
        readonly maxConcurrency?: Expression;
        readonly toleratedFailurePercentage?: Expression;
        readonly toleratedFailureCount?: Expression;
      })
  | (Named & DataFields & { readonly kind: "pass"; readonly result?: Expression })
  | (Named & {
      readonly kind: "wait";
      readonly wait: { readonly seconds: Expression } | { readonly timestamp: Expression };
    })
  | (Named & {
      readonly kind: "choice";
      readonly rules: readonly { readonly rule: RuleData; readonly path: DataPath }[];
      readonly otherwise: DataPath;
    })
  | (Named & { readonly kind: "succeed"; readonly inputPath?: string; readonly outputPath?: string })
  | (Named & { readonly kind: "fail"; readonly error: Expression; readonly cause?: Expression })
  | { readonly kind: "goTo"; readonly target: string };
