import { compile, DefinitionError, type MachineType } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { awsCodeOf, type Finding, validate } from "../../../asl/validator/index.js";

/** What is said of a definition, in the shape of `ValidateStateMachineDefinition`. */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: string;
  readonly message: string;
  readonly location: string;
}

/** What is said of a definition: by AWS, and by the validator beyond that. */
export interface Diagnosis {
  /** What AWS says; it refuses a definition with an error among these. */
  readonly aws: readonly Diagnostic[];
  /** What the validator warns of beyond AWS, under its own codes. */
  readonly own: readonly Diagnostic[];
}

/** Judges a definition, JSON or its text, by the validator, and then by whether the engine can compile it. */
export function diagnose(definition: Json, type: MachineType): Diagnosis {
  const findings = validate(definition, { type });
  const own = findings.filter(({ code }) => awsCodeOf(code) === undefined).map(diagnostic);
  const aws = findings.filter(({ code }) => awsCodeOf(code) !== undefined).map(diagnostic);
  if (hasErrors(aws)) return { aws, own };
  return { aws: [...compilerProblems(definition, type), ...aws], own };
}

/** Whether AWS refuses a definition of which this is said. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "ERROR");
}

/** The message of `InvalidDefinition`; `undefined` where nothing is wrong. */
export function invalidDefinitionText(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === "ERROR");
  if (errors.length === 0) return undefined;
  const told = errors.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join(", ");
  return `Invalid State Machine Definition: '${told}'`;
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
function compilerProblems(definition: Json, type: MachineType): readonly Diagnostic[] {
  try {
    compile(definition, { type });
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
