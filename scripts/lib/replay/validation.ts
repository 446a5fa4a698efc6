import { variableReferences } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { diagnose, hasErrors, invalidDefinitionText } from "../../../local/services/stepfunctions/diagnostics.js";
import type { Question } from "./question.js";

/** Answers whether `CreateStateMachine` would refuse a definition. */
export function answerCreation(question: Question): JsonObject {
  const message = invalidDefinitionText(diagnose(question.definition, question.type).aws);
  return message === undefined ? { refused: false } : { refused: true, code: "InvalidDefinition", message };
}

/** Answers `ValidateStateMachineDefinition`, or `DescribeStateMachine` after the definition was accepted. */
export function answerValidation(question: Question): JsonObject {
  const diagnostics = diagnose(question.definition, question.type).aws;
  const failed = hasErrors(diagnostics);
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
