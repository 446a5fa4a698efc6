import { isObject, parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { type Question, readQuestion } from "./question.js";
import { runQuestion } from "./run-question.js";
import { answerTestState } from "./run-test-state.js";
import { answerCreation, answerValidation } from "./validation.js";

const answers: Readonly<Record<string, (question: Question) => JsonObject | Promise<JsonObject>>> = {
  execution: runQuestion,
  "creation-error": answerCreation,
  validate: answerValidation,
  "test-state": answerTestState,
};

/** How long one question may take, in milliseconds of real time. */
const patience = 30_000;

/** Answers one question; whatever it is, there is an answer. */
export async function answerQuestion(json: unknown): Promise<JsonObject> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<JsonObject>((resolve) => {
    timer = setTimeout(() => resolve({ unsupported: `No answer within ${patience / 1000} seconds.` }), patience);
  });
  try {
    return await Promise.race([answer(json), late]);
  } catch (error) {
    return { unsupported: `The engine failed: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

async function answer(json: unknown): Promise<JsonObject> {
  const copy = parseJson(JSON.stringify(json) ?? "null");
  if (!isObject(copy)) return { unsupported: "A question must be a JSON object." };
  const question = readQuestion(copy);
  const run = Object.hasOwn(answers, question.kind) ? answers[question.kind] : undefined;
  if (run === undefined) {
    return { unsupported: `There is no kind '${question.kind}'; there are ${Object.keys(answers).join(", ")}.` };
  }
  return run(question);
}

/** Answers one line of text with one line of text. */
export async function answerLine(line: string): Promise<string> {
  const json = parseJson(line);
  const answered = json === undefined ? { unsupported: "The line is not JSON." } : await answerQuestion(json);
  return JSON.stringify(answered);
}
