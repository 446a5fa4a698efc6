import { expect, test } from "vitest";
import { fromMockConfig, runWorkflow } from "../../../asl/testing/index.js";
import { invoke, machine } from "./fixtures.js";

// The example of the Developer Guide, in shape.
const retrying = {
  ...machine({ LambdaState: { ...invoke, Retry: [{ ErrorEquals: ["States.ALL"] }], End: true } }),
};
const config = {
  StateMachines: {
    Integration: {
      TestCases: {
        HappyPath: { LambdaState: "Success" },
        RetryPath: { LambdaState: "Retry" },
        TooFew: { LambdaState: "OnlyFailure" },
        Unknown: { LambdaState: "Nowhere" },
      },
    },
  },
  MockedResponses: {
    Success: { "0": { Return: { StatusCode: 200, Payload: { body: "Hello" } } } },
    Retry: {
      "0": { Throw: { Error: "Lambda.ResourceNotReadyException", Cause: "not ready" } },
      "1-2": { Throw: { Error: "Lambda.TimeoutException", Cause: "timed out" } },
      "3": { Return: { StatusCode: 200, Payload: { body: "Hello" } } },
    },
    OnlyFailure: { "0": { Throw: { Error: "Lambda.TimeoutException" } } },
  },
};

test("AWS's mock configuration file gives the mocks of a test case", async () => {
  const happy = await runWorkflow(retrying, { mocks: fromMockConfig(config, "Integration", "HappyPath") });
  expect(happy).toMatchObject({ status: "SUCCEEDED", output: { body: "Hello" } });
  const mocks = fromMockConfig(JSON.stringify(config), "Integration", "RetryPath");
  const retried = await runWorkflow(retrying, { mocks });
  expect(retried).toMatchObject({ status: "SUCCEEDED", output: { body: "Hello" }, elapsedSeconds: 7 });
  expect(retried.retries.map(({ error }) => error)).toEqual([
    "Lambda.ResourceNotReadyException",
    "Lambda.TimeoutException",
    "Lambda.TimeoutException",
  ]);
});

test("a call that the file does not answer stops the test", async () => {
  const run = runWorkflow(retrying, { mocks: fromMockConfig(config, "Integration", "TooFew") });
  await expect(run).rejects.toThrow("is called more often than MockedResponses.OnlyFailure answers, which ends with 0");
});

const withResponse = (Success: unknown) => ({ ...config, MockedResponses: { Success } });

test.each([
  ["no machine", config, "Other", "HappyPath", "StateMachines has no 'Other'; it has Integration."],
  [
    "no test case",
    config,
    "Integration",
    "Sad",
    "TestCases has no 'Sad'; it has HappyPath, RetryPath, TooFew, Unknown.",
  ],
  ["no response", config, "Integration", "Unknown", "MockedResponses has no 'Nowhere'"],
  ["no JSON", "{", "Integration", "HappyPath", "The mock configuration is not JSON"],
  ["no section", {}, "Integration", "HappyPath", "StateMachines must be an object, but is missing."],
  ["a bad key", withResponse({ first: { Return: 1 } }), "Integration", "HappyPath", "has the key 'first'"],
  [
    "a gap",
    withResponse({ 0: { Return: 1 }, 2: { Return: 1 } }),
    "Integration",
    "HappyPath",
    "no answer to the call 1",
  ],
  [
    "an overlap",
    withResponse({ "0-1": { Return: 1 }, 1: { Return: 1 } }),
    "Integration",
    "HappyPath",
    "the call 1 twice",
  ],
  ["neither", withResponse({ 0: {} }), "Integration", "HappyPath", "must have either 'Return' or 'Throw'"],
  ["an unknown field", withResponse({ 0: { Return: 1, Wait: 1 } }), "Integration", "HappyPath", "and no 'Wait'"],
  ["a bad failure", withResponse({ 0: { Throw: {} } }), "Integration", "HappyPath", "must have the text 'Error'"],
  ["nothing", withResponse({}), "Integration", "HappyPath", "is empty"],
])("the file's mistakes are told: %s", (_name, file, stateMachine, testCase, message) => {
  expect(() => fromMockConfig(file, stateMachine, testCase)).toThrow(message);
});
