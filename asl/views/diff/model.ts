/** What a changed field is about. */
export type Topic =
  | "type"
  | "call"
  | "input"
  | "transition"
  | "condition"
  | "timeout"
  | "retry"
  | "catch"
  | "wait"
  | "nesting"
  | "failure"
  | "language"
  | "comment"
  | "data";

/** A field, or an entry of a list, that differs. The value that is absent has no key: the field was added or removed. */
export interface FieldChange {
  /** JSON pointer inside the state, or inside the definition for its own fields: as in the new one where the field still exists. */
  readonly path: string;
  readonly topic: Topic;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The same transition as before, to a state that has another name now. */
  readonly follows?: true;
}

/** A state that differs. Pointers are into the old and into the new definition. */
export interface StateChange {
  readonly kind: "added" | "removed" | "renamed" | "moved" | "changed";
  readonly name: string;
  /** The name in the old definition, for a state that was renamed. */
  readonly formerName?: string;
  readonly type: string;
  /** In which state, and in which of its branches, it stands: `SendBoth, branch 1`; empty at the top. */
  readonly within: string;
  readonly beforePointer?: string;
  readonly afterPointer?: string;
  /** The fields that differ; of a state that was added or removed, all of them. */
  readonly fields: readonly FieldChange[];
}

/** Something that a reviewer should know: `danger` breaks executions in flight or those to come, `attention` may. */
export interface Danger {
  readonly severity: "danger" | "attention";
  readonly code: DangerCode;
  /** The state's name in the new definition, or in the old one when it is gone; absent for the whole definition. */
  readonly state?: string;
  readonly reason: string;
}

/** Why a change is flagged. */
export type DangerCode =
  | "state-removed"
  | "state-renamed"
  | "state-moved"
  | "type-changed"
  | "timeout-narrower"
  | "timeout-changed"
  | "call-changed"
  | "call-dropped"
  | "input-changed"
  | "retry-weaker"
  | "catch-removed"
  | "default-removed"
  | "order-changed"
  | "error-changed"
  | "result-changed"
  | "language-changed"
  | "map-mode-changed";

/** What differs between two definitions. */
export interface DefinitionDiff {
  /** Fields of the definition itself: `StartAt`, `TimeoutSeconds`, ... */
  readonly fields: readonly FieldChange[];
  /** In the order of the new definition; states that are gone come last. */
  readonly states: readonly StateChange[];
  readonly dangers: readonly Danger[];
}
