import type { DefinitionDiff } from "../../../asl/views/diff/index.js";
import type { Words } from "./words.js";

/** How much care a change asks for. */
export type Verdict = "safe" | "look closely" | "dangerous";

/** Why a change is not simply safe. */
export interface Reason {
  readonly severity: "danger" | "attention";
  /** What kind of reason, for whoever reads the JSON: stable, in kebab-case. */
  readonly code: ReasonCode;
  readonly stack: string;
  readonly text: Words;
}

/** The kinds of reasons. */
export type ReasonCode =
  | "access-granted"
  | "access-taken"
  | "access-wide"
  | "call-removed"
  | "data-loss"
  | "elsewhere"
  | "guard-removed"
  | "machine-lost"
  | "plan-incomplete"
  | "plan-mismatch"
  | "resource-destroyed"
  | "resource-replaced"
  | "secret"
  | "settings"
  | "stack-created"
  | "stack-destroyed"
  | "surface"
  | "timeout-narrower"
  | "workflow";

/** What happens to a resource. */
export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "move" | "import";

/** An argument that gets another value. Values are as they may be shown: masked where sensitive, with symbols where unknown. */
export interface FieldDelta {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What happens to one resource. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  readonly fields: readonly FieldDelta[];
  /** The arguments that make Terraform replace it. */
  readonly because: readonly string[];
  /** Where it stood in the state before, when it has moved. */
  readonly movedFrom?: string;
  /** What goes with it. */
  readonly loss?: Words;
  /** The plan changes it though this change of the sources does not: what is deployed differs from the base. */
  readonly elsewhere: boolean;
}

/** What happens to a state machine's definition. */
export interface MachineChange {
  readonly address: string;
  readonly name: string;
  readonly kind: "created" | "changed" | "destroyed";
  readonly definition: unknown;
  readonly diff: DefinitionDiff;
}

/** Somebody may newly do something, or may no longer. */
export interface AccessChange {
  readonly kind: "granted" | "taken";
  readonly effect: "Allow" | "Deny";
  readonly who: Words;
  readonly actions: readonly string[];
  readonly on: readonly string[];
  readonly condition?: string;
  /** The condition under which it was allowed before. */
  readonly formerly?: string;
  /** The role that it has now, where it changes because it has another one. */
  readonly otherRole?: string;
  /** It is the role of a state machine. */
  readonly ofMachine: boolean;
  /** What is not limited: `every resource`, `every action`, `everybody`. */
  readonly wide?: string;
}

/** What happens to a function. */
export interface FunctionChange {
  readonly address: string;
  readonly name: string;
  readonly kind: "created" | "changed" | "destroyed";
  /** Size of the zip in bytes; absent where there is none. */
  readonly sizeBefore?: number;
  readonly sizeAfter?: number;
  readonly codeChanged: boolean;
  readonly fields: readonly FieldDelta[];
  /** Environment variables, by name. */
  readonly environment: readonly FieldDelta[];
}

/** A change that callers from outside notice. */
export interface SurfaceChange {
  readonly kind: "added" | "removed" | "changed";
  readonly text: Words;
}

/** The review of one stack. */
export interface StackReview {
  readonly name: string;
  readonly kind: "created" | "changed" | "destroyed" | "unchanged";
  /** Whether a plan said what happens; otherwise it is foretold from the sources. */
  readonly planned: boolean;
  /** `stage` and `region` of the plan. */
  readonly plannedFor?: string;
  readonly resources: readonly ResourceChange[];
  readonly machines: readonly MachineChange[];
  readonly access: readonly AccessChange[];
  readonly functions: readonly FunctionChange[];
  readonly surface: readonly SurfaceChange[];
}

/** All that a reviewer needs to know of a change. */
export interface Review {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly stacks: readonly StackReview[];
}
