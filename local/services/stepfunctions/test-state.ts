import { type Clock, TestStateRefusal, type TestStateRequest, testState } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { Constraints } from "./constraints.js";
import { definitionLimits } from "./definition.js";
import { checkRole, statesError } from "./errors.js";
import { callService } from "./run-machine.js";
import type { StatesState } from "./state.js";

/** The longest test, in milliseconds. Source: Step Functions Developer Guide, "Using TestState API to test a state". */
const longestTest = 300_000;

const data = { bytes: 262_144 };

/** `TestState`: runs one state, with a mock or on the services that are here. */
export async function testStateAction(state: StatesState, input: JsonObject): Promise<Json> {
  const request = readTest(input);
  if (request.roleArn !== undefined) checkRole(request.roleArn);
  const { clock, random, uuid, partition, region, accountId } = state.context;
  const timers = cancellable(clock);
  try {
    const tested = testState(
      request,
      { clock: timers.clock, random, uuid, call: (task) => callService(state, request.roleArn ?? "", task) },
      { partition, region, accountId },
    );
    const late = new Promise<{ status: "FAILED"; error: string }>((resolve) => {
      timers.clock.setTimer(clock.now() + longestTest, () => resolve({ status: "FAILED", error: "States.Timeout" }));
    });
    return { ...(await Promise.race([tested, late])) };
  } catch (error) {
    if (error instanceof TestStateRefusal) throw statesError(error.code, error.message);
    throw error;
  } finally {
    timers.cancel();
  }
}

/** A clock whose timers can be cancelled all at once: what a test leaves behind must not go on. */
function cancellable(clock: Clock): { readonly clock: Clock; cancel(): void } {
  const cancels = new Set<() => void>();
  return {
    clock: {
      now: () => clock.now(),
      setTimer(atMs, fn) {
        const cancel = clock.setTimer(atMs, fn);
        cancels.add(cancel);
        return () => {
          cancels.delete(cancel);
          cancel();
        };
      },
    },
    cancel() {
      for (const cancel of cancels) cancel();
    },
  };
}

function readTest(input: JsonObject): TestStateRequest {
  const read = new Constraints(input);
  const request: TestStateRequest = {
    definition: read.text("definition", definitionLimits),
    ...given("stateName", read.optionalText("stateName", { min: 1, max: 80 })),
    ...given("roleArn", read.optionalText("roleArn", { min: 1, max: 256 })),
    ...given("input", read.optionalText("input", data)),
    ...given("inspectionLevel", read.optionalText("inspectionLevel", { oneOf: ["INFO", "DEBUG", "TRACE"] })),
    ...given("revealSecrets", read.optionalBoolean("revealSecrets")),
    ...given("variables", read.optionalText("variables", data)),
    ...given("context", read.optionalText("context", data)),
    ...given("mock", readMock(read.optionalObject("mock"))),
    ...given("stateConfiguration", readConfiguration(read.optionalObject("stateConfiguration"))),
  };
  read.done();
  return request;
}

function readMock(read: Constraints | undefined): TestStateRequest["mock"] {
  if (!read) return undefined;
  const failure = read.optionalObject("errorOutput");
  return {
    ...given("result", read.optionalText("result", data)),
    ...given(
      "errorOutput",
      failure && {
        ...given("error", failure.optionalText("error", { max: 256 })),
        ...given("cause", failure.optionalText("cause", { max: 32_768 })),
      },
    ),
    ...given("fieldValidationMode", read.optionalText("fieldValidationMode", { oneOf: ["STRICT", "PRESENT", "NONE"] })),
  };
}

function readConfiguration(read: Constraints | undefined): TestStateRequest["stateConfiguration"] {
  if (!read) return undefined;
  const most = 2 ** 31 - 1;
  return {
    ...given("retrierRetryCount", read.optionalCount("retrierRetryCount", most)),
    ...given("errorCausedByState", read.optionalText("errorCausedByState", { min: 1, max: 80 })),
    ...given("mapIterationFailureCount", read.optionalCount("mapIterationFailureCount", most)),
    ...given("mapItemReaderData", read.optionalText("mapItemReaderData", data)),
  };
}

/** A field where there is a value, nothing where there is none. */
function given<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  const field: { [key in K]?: V } = {};
  if (value !== undefined) field[name] = value;
  return field;
}
