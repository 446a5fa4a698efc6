import {
  compile,
  DefinitionError,
  type Execution,
  start,
  taskTokens,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { portsOf, type Unanswerable } from "./ports.js";
import type { Question } from "./question.js";

/** When the recorded executions started. */
const startTime = Date.parse("2024-01-01T00:00:00Z");

/** Runs the execution that a question asks for, on virtual time. */
export async function runQuestion(question: Question): Promise<JsonObject> {
  const clock = virtualClock({ start: startTime });
  const tokens = taskTokens();
  let problem: Unanswerable | undefined;
  let execution: Execution;
  try {
    const machine = compile(question.definition, { type: question.type, onlyLists: true });
    const ports = portsOf(question, clock, tokens, (found) => {
      problem ??= found;
      execution.stop();
    });
    execution = start(machine, { input: question.input, tokens, ports, ...namesOf(question) });
  } catch (error) {
    if (error instanceof DefinitionError) return { unsupported: error.message };
    throw error;
  }
  try {
    await clock.runUntil(execution.done);
  } catch (error) {
    return { unsupported: error instanceof Error ? error.message : String(error) };
  }
  if (problem !== undefined) return { unsupported: problem.message };
  return answerOf(execution);
}

function namesOf({ context }: Question) {
  const names = {
    name: context.executionName,
    executionArn: context.executionArn,
    stateMachineArn: context.stateMachineArn,
    stateMachineName: context.stateMachineName,
    roleArn: context.roleArn,
  };
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined));
}

function answerOf(execution: Execution): JsonObject {
  const { status, output, error, cause } = execution;
  const history = execution.history.map((event): Json => {
    const json: JsonObject = JSON.parse(JSON.stringify(event));
    return { ...json, timestamp: new Date(event.timestamp).toISOString() };
  });
  return {
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    history,
  };
}
