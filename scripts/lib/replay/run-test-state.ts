import {
  TestStateRefusal,
  type TestStateRequest,
  taskTokens,
  testState,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { portsOf, type Unanswerable } from "./ports.js";
import { object, type Question } from "./question.js";

/** The account in the ARNs of all recordings. */
const recordedAccount = "111111111111";

/** Answers a `TestState` request. */
export async function answerTestState(question: Question): Promise<JsonObject> {
  const clock = virtualClock({ start: Date.parse("2024-01-01T00:00:00Z") });
  let problem: Unanswerable | undefined;
  const ports = portsOf(question, clock, taskTokens(), (found) => {
    problem ??= found;
  });
  try {
    const answer = await clock.runUntil(
      testState(readRequest(question), ports, { accountId: recordedAccount, onlyLists: true }),
    );
    if (problem !== undefined) return { unsupported: problem.message };
    const json: JsonObject = JSON.parse(JSON.stringify(answer));
    return { answer: json };
  } catch (error) {
    if (error instanceof TestStateRefusal) return { answer: { Error: { Code: error.code, Message: error.message } } };
    throw error;
  }
}

const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);
const number = (value: Json | undefined): number | undefined => (typeof value === "number" ? value : undefined);

/** An object without its undefined fields. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key of Object.keys(fields)) {
    const value: unknown = Reflect.get(fields, key);
    if (value !== undefined) Reflect.set(result, key, value);
  }
  return result;
}

function readRequest({ definition, input, request }: Question): TestStateRequest {
  const { mock, stateConfiguration, revealSecrets } = request;
  const { errorOutput, result, fieldValidationMode } = object(mock);
  const configuration = object(stateConfiguration);
  const failure = object(errorOutput);
  return {
    definition,
    ...present({
      stateName: text(request.stateName),
      roleArn: text(request.roleArn),
      input: input === null ? undefined : JSON.stringify(input),
      inspectionLevel: text(request.inspectionLevel),
      revealSecrets: revealSecrets === true ? true : undefined,
      variables: text(request.variables),
      context: text(request.context),
      mock:
        mock === undefined
          ? undefined
          : present({
              result: text(result),
              errorOutput:
                errorOutput === undefined
                  ? undefined
                  : present({ error: text(failure.error), cause: text(failure.cause) }),
              fieldValidationMode: text(fieldValidationMode),
            }),
      stateConfiguration: present({
        retrierRetryCount: number(configuration.retrierRetryCount),
        errorCausedByState: text(configuration.errorCausedByState),
        mapIterationFailureCount: number(configuration.mapIterationFailureCount),
        mapItemReaderData: text(configuration.mapItemReaderData),
      }),
    }),
  };
}
