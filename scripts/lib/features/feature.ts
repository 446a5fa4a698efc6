import type { JsonObject } from "../../../asl/spec/index.js";
import type { Stack } from "../../../local/terraform/stack.js";

/** A system as it was generated: the definitions of its state machines, and its stack. */
export interface GeneratedSystem {
  readonly name: string;
  readonly definitions: readonly JsonObject[];
  readonly stack: Stack;
}

/** Something that a system can show, and how to tell whether it does. */
export interface Feature {
  /** The heading that it stands under. */
  readonly section: string;
  readonly name: string;
  isShownBy(system: GeneratedSystem): boolean;
}
