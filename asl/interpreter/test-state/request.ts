import type { Json, JsonObject } from "../../spec/index.js";
import { isObject, parseJson } from "../json.js";
import { isList } from "../json-size.js";
import { parseResource } from "../resource.js";
import { checkMockResult, type FieldValidation } from "./check-mock.js";
import { checkContext } from "./context.js";
import { invalid, TestStateRefusal } from "./refusal.js";

/** A request to `TestState`, as the API has it: all data is JSON text. */
export interface TestStateRequest {
  /** A state, or a state machine whose state `stateName` is meant; JSON text or its value. */
  readonly definition: Json;
  readonly stateName?: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly inspectionLevel?: string;
  readonly revealSecrets?: boolean;
  readonly variables?: string;
  readonly context?: string;
  readonly mock?: {
    readonly result?: string;
    readonly errorOutput?: { readonly error?: string; readonly cause?: string };
    readonly fieldValidationMode?: string;
  };
  readonly stateConfiguration?: {
    readonly retrierRetryCount?: number;
    readonly errorCausedByState?: string;
    readonly mapIterationFailureCount?: number;
    readonly mapItemReaderData?: string;
  };
}

/** A state's mock, read. */
export type Mock =
  | { readonly kind: "result"; readonly result: Json }
  | { readonly kind: "error"; readonly error: string | undefined; readonly cause: string | undefined };

/** A request that was found in order. */
export interface TestStateSubject {
  readonly name: string;
  readonly state: JsonObject;
  /** Of the machine around the state. */
  readonly queryLanguage: Json | undefined;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly context: JsonObject | undefined;
  readonly mock: Mock | undefined;
  /** Whether it stands inside of a Map state. */
  readonly isInMap: boolean;
}

/** The states whose work can be mocked. The others do none. */
const mockable: readonly (Json | undefined)[] = ["Task", "Map", "Parallel"];

/** Checks a request as far as that needs no compiler. Throws a {@link TestStateRefusal}. */
export function readRequest(request: TestStateRequest): TestStateSubject {
  const { mock, stateConfiguration: configuration = {} } = request;
  if (mock?.result !== undefined && mock.errorOutput !== undefined) {
    throw invalid("A test mock should have only one of the following fields: [result, errorOutput].");
  }
  if (mock !== undefined && request.revealSecrets === true) {
    throw invalid("TestState does not support RevealSecrets when a mock is specified.");
  }
  if (mock === undefined && configuration.mapIterationFailureCount !== undefined) {
    throw invalid("TestState does not support MapIterationFailureCount when a mock is not specified.");
  }
  if (mock === undefined && request.context !== undefined) {
    throw invalid("TestState does not support Context when a mock is not specified.");
  }
  const found = findState(request);
  const context = objectText(request.context, "Context");
  if (context !== undefined) checkContext(context);
  const type = found.state.Type;
  if (mock !== undefined && typeof type === "string" && !mockable.includes(type) && stateTypeIsKnown(type)) {
    throw invalid(`State type '${type}' is not supported when a mock is specified`);
  }
  if (mock === undefined && (type === "Map" || type === "Parallel")) {
    throw invalid(`State type '${type}' is not supported when a mock is not specified`);
  }
  if (mock === undefined && type === "Task" && isMockedOnly(found.state.Resource)) {
    throw invalid(`Resource '${found.state.Resource}' is not supported when a mock is not specified`);
  }
  if (mock === undefined && type === "Task" && request.roleArn === undefined) {
    throw invalid("RoleArn must be specified when testing a Task state");
  }
  const read = readMock(mock);
  if (read?.kind === "result") checkMockResult(found.state, read.result, validationMode(mock?.fieldValidationMode));
  return {
    ...found,
    input: readInput(request.input),
    variables: objectText(request.variables, "Variables") ?? {},
    context,
    mock: read,
  };
}

/** Whether a task waits for more than an answer. Source: Developer Guide, "Testing Activity, .sync, and .waitForTaskToken states". */
function isMockedOnly(resource: Json | undefined): boolean {
  const parsed = typeof resource === "string" ? parseResource(resource) : undefined;
  return typeof parsed === "object" && parsed.pattern !== "requestResponse";
}

const stateTypeIsKnown = (type: string): boolean => ["Pass", "Succeed", "Fail", "Wait", "Choice"].includes(type);

function readMock(mock: TestStateRequest["mock"]): Mock | undefined {
  if (mock === undefined) return undefined;
  const { result: text, errorOutput } = mock;
  if (errorOutput !== undefined) return { kind: "error", error: errorOutput.error, cause: errorOutput.cause };
  if (text === undefined) throw invalid("A test mock should have one of the following fields: [result, errorOutput].");
  const result = parseJson(text);
  if (result === undefined) throw invalid("Mocked result must be valid JSON.");
  return { kind: "result", result };
}

function validationMode(mode = "STRICT"): FieldValidation {
  if (mode === "STRICT" || mode === "PRESENT" || mode === "NONE") return mode;
  throw invalid(`FieldValidationMode must be one of [STRICT, PRESENT, NONE] but is '${mode}'.`);
}

function objectText(text: string | undefined, what: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  const value = parseJson(text);
  if (isObject(value)) return value;
  throw invalid(`Invalid ${what} object provided: it must be a JSON object`);
}

function readInput(text = "{}"): Json {
  const value = parseJson(text);
  if (value !== undefined) return value;
  throw new TestStateRefusal("InvalidExecutionInput", "Invalid State Machine Execution Input: it must be JSON text.");
}

type Found = Pick<TestStateSubject, "name" | "state" | "queryLanguage" | "isInMap">;

function findState({ definition, stateName }: TestStateRequest): Found {
  const json = typeof definition === "string" ? parseJson(definition) : definition;
  if (!isObject(json)) throw invalidDefinition("The definition must be a JSON object");
  if (json.States === undefined) {
    if (stateName !== undefined) throw invalid("StateName needs a definition of a state machine.");
    return { name: "StateName", state: json, queryLanguage: undefined, isInMap: false };
  }
  if (stateName === undefined) throw invalid("StateName must be specified when the definition is a state machine.");
  const found = stateIn(json, stateName);
  if (found === undefined) throw invalid(`State '${stateName}' is not in the definition.`);
  return { name: stateName, ...found, queryLanguage: json.QueryLanguage };
}

/** A state by its name, nested ones included: names are unique in the whole machine. */
function stateIn({ States: states }: JsonObject, name: string): Pick<Found, "state" | "isInMap"> | undefined {
  if (!isObject(states)) return undefined;
  if (Object.hasOwn(states, name)) {
    const state = states[name];
    return isObject(state) ? { state, isInMap: false } : undefined;
  }
  for (const around of Object.values(states)) {
    if (!isObject(around)) continue;
    const bodies = [...(isList(around.Branches) ? around.Branches : []), around.ItemProcessor, around.Iterator];
    for (const body of bodies) {
      const found = isObject(body) ? stateIn(body, name) : undefined;
      if (found !== undefined) return { ...found, isInMap: found.isInMap || around.Type === "Map" };
    }
  }
  return undefined;
}

/** The definition is not one. */
export const invalidDefinition = (problem: string): TestStateRefusal =>
  new TestStateRefusal("InvalidDefinition", `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${problem}'`);
