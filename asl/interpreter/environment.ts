import type { Json, JsonObject } from "../spec/index.js";
import type { Ports } from "./ports.js";

/** What an expression can see while a state runs. */
export interface Environment {
  /** `$states.input`. */
  readonly input: Json;
  /** `$states.result`: only once the work is done. */
  readonly result: Json | undefined;
  /** `$states.errorOutput`: only in a catcher. */
  readonly errorOutput: Json | undefined;
  readonly ports: Pick<Ports, "clock" | "random" | "uuid">;
  /** `$states.context.Execution.Input`, which is asked for far more often than the rest of the context object. */
  readonly executionInput: Json;
  /** `$states.context`. */
  context(): JsonObject;
  /** A variable of this scope or of one around it. */
  variable(name: string): Json | undefined;
}

/** Variables, with those of the scopes around. A scope is made when its branch or iteration starts. */
export class Scope {
  readonly #outer: Scope | undefined;
  #values: Map<string, Json> | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  get(name: string): Json | undefined {
    return this.#values?.get(name) ?? this.#getOuter(name);
  }

  /** The variables of this scope alone. */
  get values(): JsonObject {
    return Object.fromEntries(this.#values ?? []);
  }

  /** Sets variables of this scope; those of outer scopes are out of reach. */
  assign(values: JsonObject): void {
    this.#values ??= new Map();
    for (const name of Object.keys(values)) this.#values.set(name, values[name] ?? null);
  }

  #getOuter(name: string): Json | undefined {
    // A variable may hold null, which is a value and hides an outer one.
    return this.#values?.has(name) ? null : this.#outer?.get(name);
  }
}
