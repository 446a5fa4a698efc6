import type { GraphNode } from "../graph.js";
import type { JsonataReader } from "./expressions/jsonata.js";
import type { Fields } from "./guards.js";
import type { Resource } from "./integrations/resource.js";
import type { Report } from "./report.js";
import type { Site } from "./site.js";

/** The language of a state's expressions. */
export type Language = "JSONPath" | "JSONata";

/**
 * What the data is that a read looks into:
 * `raw` the input as it comes, `input` what InputPath leaves of it, `result` what the work gave, `selected` what ResultSelector makes of it, `output` what OutputPath selects from,
 * `error` what was caught, `context` the context object, `variable` a variable, `other` something of which nothing is known.
 */
export type Source = "raw" | "input" | "result" | "selected" | "output" | "error" | "context" | "variable" | "other";

/** A place that reads data, and what it reads. */
export interface Read {
  readonly at: Site;
  /** The path or expression, as it is written. */
  readonly text: string;
  readonly source: Source;
  /** The variable's name; empty when it is none. */
  readonly name: string;
  /** The fields and indices below, as far as they are given. */
  readonly fields: readonly (string | number)[];
  /** Whether finding nothing there fails the state. */
  readonly fails: boolean;
  /** Whether the definition asks if it is there. */
  readonly guarded: boolean;
}

/** What is common to one run of the validator. */
export interface Run {
  readonly report: Report;
  readonly express: boolean;
  /** Undefined when JSONata is not to be parsed. */
  readonly jsonata: JsonataReader | undefined;
  /** The language of the machine, which its states have unless they say otherwise. */
  readonly language: Language;
}

/** A state while it is checked. */
export interface Scene extends Run {
  readonly node: GraphNode;
  readonly json: Fields;
  readonly site: Site;
  readonly type: string;
  /** What a Task runs. */
  readonly resource: Resource | undefined;
  /** What the state reads, which the checks of its fields note down for the checks of the whole flow. */
  readonly reads: Read[];
  /** The functions that its expressions call. */
  readonly calls: { readonly name: string; readonly at: Site }[];
}
