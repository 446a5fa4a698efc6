import type { Code } from "./messages.js";

/**
 * `error`: AWS refuses the definition, or an execution that comes here fails, hangs or does another thing than is written.
 * `warning`: it works, though perhaps not as it was meant.
 */
export type Severity = "error" | "warning";

/** One thing that is wrong with a definition. */
export interface Finding {
  /** Stable, to filter by. */
  readonly code: Code;
  readonly severity: Severity;
  /** Where: a JSON pointer (RFC 6901) into the definition; empty for the whole of it. */
  readonly pointer: string;
  /** What is wrong, with the value, and what to do about it. */
  readonly message: string;
}

/** How to validate. */
export interface ValidateOptions {
  /** The type of the state machine; `EXPRESS` takes away callbacks, `.sync`, activities and distributed Maps. */
  readonly type?: "STANDARD" | "EXPRESS";
  /** `false` leaves JSONata unparsed, and with it out of the checks of variables and data; `true` by default. */
  readonly expressions?: boolean;
}
