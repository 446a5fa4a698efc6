import { compile, DefinitionError, type Machine, type MachineType } from "../../../asl/interpreter/index.js";
import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { awsCodeOf, type Finding, validate } from "../../../asl/validator/index.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import { integrationProblems } from "./integrations/problems.js";

/** The types of state machines. */
export const machineTypes = ["STANDARD", "EXPRESS"] as const;

/** The limits of the field `definition`. */
export const definitionLimits = { min: 1, max: 1_048_576 };

/** What AWS says of a mistake in a definition. */
interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: string;
  readonly message: string;
  readonly location: string;
}

/**
 * Compiles a definition that came over the API.
 *
 * What AWS takes, though its executions fail, is taken here too.
 *
 * @throws `InvalidDefinition` with every mistake in AWS's form, or with what cannot be run on one machine
 */
export function readDefinition(text: string, type: MachineType): Machine {
  const errors = diagnostics(text, type).filter(({ severity }) => severity === "ERROR");
  if (errors.length > 0) throw invalidDefinition(errors);
  const definition = parseJson(text);
  const problems = definition === undefined ? [] : integrationProblems(definition);
  if (problems.length > 0) {
    throw statesError("InvalidDefinition", `Invalid State Machine Definition: '${problems.join(", ")}'`);
  }
  return compile(definition, { type });
}

/** The `type` of a request; `STANDARD` where it has none. */
export function readType(read: Constraints): MachineType {
  return read.optionalText("type", { oneOf: machineTypes }) === "EXPRESS" ? "EXPRESS" : "STANDARD";
}

/**
 * `ValidateStateMachineDefinition`. With severity `WARNING` it tells what the validator finds beyond AWS, too, under
 * the validator's own codes.
 */
export function validateStateMachineDefinition(_state: unknown, input: JsonObject): Json {
  const read = new Constraints(input);
  const definition = read.text("definition", definitionLimits);
  const type = readType(read);
  const severity = read.optionalText("severity", { oneOf: ["ERROR", "WARNING"] }) ?? "ERROR";
  const most = read.optionalCount("maxResults", 100) || 100;
  read.done();
  const all = diagnostics(definition, type);
  const errors = all.filter((diagnostic) => diagnostic.severity === "ERROR");
  const told = severity === "WARNING" ? all : errors;
  return {
    result: errors.length > 0 ? "FAIL" : "OK",
    diagnostics: told.slice(0, most).map((diagnostic) => ({ ...diagnostic })),
    truncated: told.length > most,
  };
}

/** What is wrong with a definition: errors are what AWS refuses. */
function diagnostics(text: string, type: MachineType): readonly Diagnostic[] {
  const found = validate(text, { type }).map(diagnostic);
  if (found.some(({ severity }) => severity === "ERROR")) return found;
  return [...found, ...compilerProblems(text, type)];
}

function diagnostic({ code, severity, pointer, message }: Finding): Diagnostic {
  const awsCode = awsCodeOf(code);
  return {
    severity: severity === "error" && awsCode !== undefined ? "ERROR" : "WARNING",
    code: awsCode ?? code,
    message,
    location: pointer === "" ? "/" : pointer,
  };
}

/** What the validator let through and the engine cannot run. */
function compilerProblems(text: string, type: MachineType): readonly Diagnostic[] {
  try {
    compile(text, { type });
    return [];
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.problems.map(({ path, message }) => ({
      severity: "ERROR",
      code: "SCHEMA_VALIDATION_FAILED",
      message,
      location: path,
    }));
  }
}

function invalidDefinition(errors: readonly Diagnostic[]) {
  const told = errors.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join(", ");
  return statesError("InvalidDefinition", `Invalid State Machine Definition: '${told}'`);
}
