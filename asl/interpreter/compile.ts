import type { Json, JsonObject } from "../spec/index.js";
import { compileBody } from "./compile-body.js";
import { DefinitionError, type DefinitionProblem } from "./definition-error.js";
import { isObject } from "./json.js";
import type { CompiledMachine } from "./machine.js";
import type { Machine, MachineType } from "./ports.js";
import { Reader } from "./reader.js";

const machineFields = ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"];

const compiled = new WeakSet<Machine>();

/** How to compile. */
export interface CompileOptions {
  /** Default `STANDARD`. */
  readonly type?: MachineType;
  /**
   * True: a Map state refuses an object, as executions recorded until 2024 show. Default false: it runs over the object's fields. Source:
   * AWS Step Functions Developer Guide, "ItemsPath (Map, JSONPath only)" and "Context object".
   */
  readonly onlyLists?: boolean;
}

/**
 * Compiles a definition, once, for any number of executions.
 *
 * @throws DefinitionError with every problem: what the language forbids, and what this engine does not have.
 * @example
 * ```ts
 * const machine = compile({ QueryLanguage: "JSONata", StartAt: "A", States: { A: { Type: "Succeed" } } });
 * ```
 */
export function compile(definition: unknown, { type = "STANDARD", onlyLists = false }: CompileOptions = {}): Machine {
  const problems: DefinitionProblem[] = [];
  const json = toObject(definition);
  const reader = new Reader(json, "", {
    problems,
    names: new Set(),
    links: new Map(),
    express: type === "EXPRESS",
    onlyLists,
  });
  reader.allow(machineFields, "a state machine");
  const timeoutSeconds = reader.number("TimeoutSeconds", { min: 1, max: 99_999_999, integer: true });
  const body = compileBody(reader, queryLanguage(reader));
  if (problems.length > 0) throw new DefinitionError(problems);
  const machine: CompiledMachine = { definition: json, type, body, timeoutSeconds };
  compiled.add(machine);
  return machine;
}

/** Whether a machine was made by `compile`. */
export function isCompiled(machine: Machine): machine is CompiledMachine {
  return compiled.has(machine);
}

function queryLanguage(reader: Reader): string {
  return reader.text("QueryLanguage") ?? "JSONPath";
}

function toObject(definition: unknown): JsonObject {
  try {
    // A copy: what the caller does to its definition later must not reach running executions.
    const copy: Json = JSON.parse(typeof definition === "string" ? definition : JSON.stringify(definition));
    if (isObject(copy)) return copy;
  } catch {
    // Told below, like everything else that is no object.
  }
  throw new DefinitionError([{ path: "/", message: "The definition must be a JSON object, or its text." }]);
}
