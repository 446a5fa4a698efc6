import type { Json, JsonObject } from "../spec/index.js";
import { isObject } from "./json-object.js";
import type { MockAnswer, Mocks } from "./mocks.js";

/**
 * The mocks of one test case of AWS's mock configuration file, `MockConfigFile.json` of Step Functions Local. Its `Return` is the
 * whole answer of the service's API, and its `Throw` a failure; a state that is called more often than it has answers stops
 * the test.
 *
 * @param file - The file's text, or what `JSON.parse` makes of it.
 * @throws TypeError that says where the file is wrong, or which machines and test cases it has.
 * @example
 * ```ts
 * const mocks = fromMockConfig(readFileSync("MockConfigFile.json", "utf8"), "LambdaSQSIntegration", "HappyPath");
 * const run = await runWorkflow(definition, { mocks });
 * ```
 * Source: AWS Step Functions Developer Guide, "Configuration file for mocked service integrations in Step Functions".
 */
export function fromMockConfig(file: unknown, machine: string, testCase: string): Mocks {
  const config = section(parsed(file), "The mock configuration");
  const machines = section(config.StateMachines, "StateMachines");
  const cases = section(pick(machines, machine, "StateMachines").TestCases, `StateMachines.${machine}.TestCases`);
  const responses = section(config.MockedResponses, "MockedResponses");
  const states = pick(cases, testCase, `StateMachines.${machine}.TestCases`);
  return Object.fromEntries(
    Object.entries(states).map(([state, response]) => {
      if (typeof response !== "string") {
        throw new TypeError(
          `StateMachines.${machine}.TestCases.${testCase}.${state} must name one of MockedResponses, but is ${JSON.stringify(response)}.`,
        );
      }
      return [state, answersOf(pick(responses, response, "MockedResponses"), `MockedResponses.${response}`)];
    }),
  );
}

function parsed(file: unknown): Json {
  try {
    const json: Json = JSON.parse(typeof file === "string" ? file : JSON.stringify(file));
    return json;
  } catch (problem) {
    throw new TypeError(`The mock configuration is not JSON: ${problem instanceof Error ? problem.message : problem}`);
  }
}

function section(value: Json | undefined, where: string): JsonObject {
  if (isObject(value)) return value;
  throw new TypeError(`${where} must be an object, but is ${JSON.stringify(value) ?? "missing"}.`);
}

function pick(object: JsonObject, name: string, where: string): JsonObject {
  if (Object.hasOwn(object, name)) return section(object[name], `${where}.${name}`);
  throw new TypeError(`${where} has no '${name}'; it has ${Object.keys(object).join(", ") || "none"}.`);
}

/** The answers to the calls 0, 1, 2, ..., and one at the end that stops the test. */
function answersOf(response: JsonObject, where: string): readonly MockAnswer[] {
  const answers: (MockAnswer | undefined)[] = [];
  for (const [range, value] of Object.entries(response)) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    if (from === undefined || Number(from) > Number(to)) {
      throw new TypeError(
        `${where} has the key '${range}'; a key is the number of a call, such as "0", or a range, such as "1-2".`,
      );
    }
    const answer = answerOf(value, `${where}.${range}`);
    for (let call = Number(from); call <= Number(to); call++) {
      if (answers[call] !== undefined)
        throw new TypeError(`${where} answers the call ${call} twice, once in '${range}'.`);
      answers[call] = answer;
    }
  }
  if (answers.length === 0) throw new TypeError(`${where} is empty; give "0", the answer to the first call.`);
  const complete = Array.from(answers, (answer, call) => {
    if (answer === undefined) throw new TypeError(`${where} has no answer to the call ${call}, but to a later one.`);
    return answer;
  });
  const exhausted: MockAnswer = ({ stateName }) => {
    throw new TypeError(
      `The state '${stateName}' is called more often than ${where} answers, which ends with ${complete.length - 1}.`,
    );
  };
  return [...complete, exhausted];
}

function answerOf(value: Json, where: string): MockAnswer {
  const { Return: response, Throw: failure, ...others } = section(value, where);
  const [other] = Object.keys(others);
  if (other !== undefined || (response === undefined) === (failure === undefined)) {
    throw new TypeError(
      `${where} must have either 'Return' or 'Throw'${other === undefined ? "" : `, and no '${other}'`}.`,
    );
  }
  if (response !== undefined) return { response };
  const { Error: error, Cause: cause } = section(failure, `${where}.Throw`);
  if (typeof error !== "string" || !(cause === undefined || typeof cause === "string")) {
    throw new TypeError(`${where}.Throw must have the text 'Error', and may have the text 'Cause'.`);
  }
  return cause === undefined ? { error } : { error, cause };
}
