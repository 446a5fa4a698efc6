import type { Json } from "../spec/index.js";
import { dataLimitExceeded } from "./causes.js";
import type { Frame } from "./frame.js";
import { exceeds } from "./json-size.js";

/**
 * Throws a `Failure` when what a state makes of its input is larger than 256 KiB: a task's parameters, the input of branches and of
 * iterations. Source: AWS Step Functions Developer Guide, "Error names": `States.DataLimitExceeded`.
 */
export function checkInput(frame: Frame, input: Json): void {
  // What came in as it is was checked when the state before it was left.
  if (input !== frame.input && exceeds(input)) throw dataLimitExceeded(frame.state?.name ?? "");
}
