import { compile, DefinitionError, variableReferences } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { awsCodeOf, validate } from "../../../asl/validator/index.js";
import type { Question } from "./question.js";

/** What AWS would say against a definition. */
interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: string;
  readonly message: string;
  readonly location: string;
}

/** What AWS would say against a definition: what the validator finds of it, else why the engine cannot compile it. */
function diagnose({ definition, type }: Question): readonly Diagnostic[] {
  const found = validate(definition, { type }).flatMap(({ code, severity, pointer, message }): Diagnostic[] => {
    const aws = awsCodeOf(code);
    if (aws === undefined) return [];
    return [{ severity: severity === "error" ? "ERROR" : "WARNING", code: aws, message, location: pointer || "/" }];
  });
  if (found.some(({ severity }) => severity === "ERROR")) return found;
  try {
    compile(definition, { type });
    return found;
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const refused = error.problems.map(
      ({ path, message }): Diagnostic => ({
        severity: "ERROR",
        code: "SCHEMA_VALIDATION_FAILED",
        message,
        location: path,
      }),
    );
    return [...refused, ...found];
  }
}

/** Answers whether `CreateStateMachine` would refuse a definition. */
export function answerCreation(question: Question): JsonObject {
  const errors = diagnose(question).filter(({ severity }) => severity === "ERROR");
  if (errors.length === 0) return { refused: false };
  const problems = errors.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join(", ");
  return { refused: true, code: "InvalidDefinition", message: `Invalid State Machine Definition: '${problems}'` };
}

/** Answers `ValidateStateMachineDefinition`, or `DescribeStateMachine` after the definition was accepted. */
export function answerValidation(question: Question): JsonObject {
  const diagnostics = diagnose(question);
  const failed = diagnostics.some(({ severity }) => severity === "ERROR");
  if (question.request.api !== "DescribeStateMachine") {
    const list = diagnostics.map((each): Json => ({ ...each }));
    return { answer: { result: failed ? "FAIL" : "OK", diagnostics: list, truncated: false } };
  }
  if (failed) {
    const { code = null, message = null } = answerCreation(question);
    return { answer: { Error: { Code: code, Message: message } } };
  }
  const definition: Json =
    typeof question.definition === "string" ? JSON.parse(question.definition) : question.definition;
  const references = Object.entries(variableReferences(definition)).map(([state, names]) => [state, [...names]]);
  return { answer: { status: "ACTIVE", variableReferences: Object.fromEntries(references) } };
}
