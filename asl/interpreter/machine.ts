import type { JsonObject } from "../spec/index.js";
import type { Machine } from "./ports.js";
import type { Body } from "./state.js";

/** A compiled definition, as the engine sees it. */
export interface CompiledMachine extends Machine {
  readonly definition: JsonObject;
  readonly body: Body;
  readonly timeoutSeconds: number | undefined;
}
