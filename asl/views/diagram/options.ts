/** What a comparison says about a state. */
export type Highlight = "added" | "removed" | "changed" | "renamed";

/** How a state of an execution went, as far as it has. */
export type StateOutcome = "succeeded" | "failed" | "caught" | "running" | "aborted";

/** The way that an execution took. State names are unique in a whole definition, so names are enough. */
export interface ExecutionPath {
  readonly states: Readonly<Record<string, StateOutcome>>;
  /** Transitions that were taken; `caught` when a Catch rule chose the way. */
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly caught: boolean }[];
}

/** What tests reached of a definition. */
export interface CoverageMarks {
  /** In how many runs each state was reached, by name. */
  readonly runs: Readonly<Record<string, number>>;
  /** The rules that no run reached, by the name of their state: `Choices[0]`, `Default`, `Catch[1]`, `Retry[0]`. */
  readonly missedRules: Readonly<Record<string, readonly string[]>>;
}

/** How to draw a definition. */
export interface DiagramOptions {
  /** The drawing's accessible name; defaults to `Workflow`. */
  readonly title?: string;
  /** States to mark, by name: those that a comparison found changed. */
  readonly highlight?: Readonly<Record<string, Highlight>>;
  /** The way of an execution to colour; what it did not reach is faded. */
  readonly path?: ExecutionPath;
  /** What tests reached; what they did not is marked. */
  readonly coverage?: CoverageMarks;
}
