import type { Json } from "../spec/index.js";
import { plain } from "./failure.js";
import { checkInput } from "./input-limit.js";
import type { Compute } from "./language.js";
import { chain, chainWith } from "./maybe-promise.js";
import type { Exit, Step } from "./state.js";

/** Pass and Succeed: leave at once, with what comes in. */
export function passState(work: Compute<Json>, exit: Exit): Step {
  const leave: Exit = (frame, value) => {
    checkInput(frame, value);
    return exit(frame, value);
  };
  return (frame) => chainWith(frame, work(frame), leave);
}

/** Fail: ends the execution, or its branch, with an error. */
export function failState(error: Compute<string> | undefined, cause: Compute<string> | undefined): Step {
  return (frame) =>
    chain(error?.(frame), (name) =>
      chain(cause?.(frame), (text) => {
        throw plain(name, text);
      }),
    );
}
