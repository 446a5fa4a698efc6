import { compile, type Machine, type MachineType } from "../../../asl/interpreter/index.js";
import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { Constraints } from "./constraints.js";
import { diagnose, hasErrors, invalidDefinitionText } from "./diagnostics.js";
import { statesError } from "./errors.js";
import { integrationProblems } from "./integrations/problems.js";

/** The types of state machines. */
export const machineTypes = ["STANDARD", "EXPRESS"] as const;

/** The limits of the field `definition`. */
export const definitionLimits = { min: 1, max: 1_048_576 };

/**
 * Compiles a definition that came over the API.
 *
 * What AWS takes, though its executions fail, is taken here too.
 *
 * @throws `InvalidDefinition` with every mistake in AWS's form, or with what cannot be run on one machine
 */
export function readDefinition(text: string, type: MachineType): Machine {
  const refusal = invalidDefinitionText(diagnose(text, type).aws);
  if (refusal !== undefined) throw statesError("InvalidDefinition", refusal);
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
  const { aws, own } = diagnose(definition, type);
  const told = severity === "WARNING" ? [...aws, ...own] : aws.filter((each) => each.severity === "ERROR");
  return {
    result: hasErrors(aws) ? "FAIL" : "OK",
    diagnostics: told.slice(0, most).map((diagnostic) => ({ ...diagnostic })),
    truncated: told.length > most,
  };
}
