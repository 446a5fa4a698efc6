import type { DistributedMapData } from "../builder/distributed-data.js";
import type { Expression } from "../builder/expression.js";
import type { CredentialsData, RetryData, RuleHead, TaskData, Variables } from "../builder/steps.js";
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

/** A rule of `Catch`: which error it takes, where in the data it keeps what happened, and the way on. */
export interface DataCatch extends RuleHead {
  readonly error: string;
  readonly resultPath: string | null;
  readonly path: DataPath;
}

interface Named {
  readonly name: string;
  readonly comment?: string;
  /** What `Assign` sets. */
  readonly variables?: Variables;
  /** Which part of its data the state passes on; all of it by default. */
  readonly outputPath?: string;
}

interface Result {
  readonly resultSelector?: Expression;
  readonly resultPath?: string | null;
}

/** What a state with work says of errors. */
export interface Handling {
  readonly retry: readonly RetryData[];
  readonly catch: readonly DataCatch[];
}

interface Limits {
  readonly timeoutSeconds?: Expression;
  readonly heartbeatSeconds?: Expression;
  readonly credentials?: CredentialsData;
}

interface WorkStep extends Named, Result, Handling {}

interface TaskStep extends WorkStep, Limits {
  readonly kind: "task";
  readonly work: TaskData;
}

interface ParallelStep extends WorkStep {
  readonly kind: "parallel";
  readonly parameters?: Expression;
  readonly branches: readonly DataPath[];
}

interface MapStep extends WorkStep {
  readonly kind: "map";
  readonly items: string;
  readonly itemSelector?: Expression;
  readonly processor: DataPath;
  readonly maxConcurrency?: Expression;
}

interface DistributedMapStep extends WorkStep {
  readonly kind: "distributedMap";
  readonly work: DistributedMapData<DataPath>;
}

interface PassStep extends Named {
  readonly kind: "pass";
  readonly inputPath?: string;
  readonly parameters?: Expression;
  readonly resultPath?: string | null;
}

interface WaitStep extends Named {
  readonly kind: "wait";
  readonly wait: { readonly seconds: Expression } | { readonly timestamp: Expression };
}

interface ChoiceStep extends Named {
  readonly kind: "choice";
  readonly rules: readonly DataRule[];
  readonly otherwise: DataPath;
}

/** A rule of a Choice state: when it holds, its path is taken. */
export interface DataRule extends RuleHead {
  readonly rule: RuleData;
  readonly path: DataPath;
}

interface SucceedStep extends Named {
  readonly kind: "succeed";
}

interface FailStep extends Named {
  readonly kind: "fail";
  readonly error: Expression;
  readonly cause?: Expression;
}

/** A Pass state in JSONata form. */
export interface JsonataPassStep extends Named {
  readonly kind: "jsonataPass";
  readonly output: Expression;
}

/** A Task in JSONata form. */
export interface JsonataTaskStep extends Named, Handling, Limits {
  readonly kind: "jsonataTask";
  readonly work: TaskData;
  readonly output: Expression;
}

interface GoToStep {
  readonly kind: "goTo";
  readonly target: string;
}

/** One step of a path. All but `goTo` become a state of the same name. */
export type DataStep =
  | TaskStep
  | ParallelStep
  | MapStep
  | DistributedMapStep
  | PassStep
  | WaitStep
  | ChoiceStep
  | SucceedStep
  | FailStep
  | JsonataPassStep
  | JsonataTaskStep
  | GoToStep;
