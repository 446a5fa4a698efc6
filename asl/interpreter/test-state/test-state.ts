import type { Json, JsonObject } from "../../spec/index.js";
import { compile, isCompiled } from "../compile.js";
import { DefinitionError } from "../definition-error.js";
import { plain } from "../failure.js";
import { type Frame, itemContext } from "../frame.js";
import type { Inspection } from "../inspection.js";
import { isObject } from "../json.js";
import type { CompiledMachine } from "../machine.js";
import type { Outcome, Ports, TracePoint } from "../ports.js";
import { Run } from "../run.js";
import { readerData } from "./reader-data.js";
import { invalid, TestStateRefusal } from "./refusal.js";
import { invalidDefinition, type Mock, readRequest, type TestStateRequest, type TestStateSubject } from "./request.js";
import { wrap } from "./wrap.js";

/** The answer of `TestState`; data is JSON text, as in the API. */
export interface TestStateAnswer {
  readonly status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  /** From the inspection level DEBUG up. */
  readonly inspectionData?: JsonObject;
}

/** Where a state is tested; goes into the ARNs of the context object. */
export interface TestStateHost {
  readonly partition?: string;
  readonly region?: string;
  readonly accountId?: string;
  /** As in `CompileOptions`. */
  readonly onlyLists?: boolean;
}

/** Values that are told as numbers and not as JSON text. */
const numbers = new Set(["maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"]);

/**
 * Runs one state, with a mocked result or the real one of its task, and tells what it made of its data.
 *
 * @throws TestStateRefusal when AWS would refuse the request.
 * @example
 * ```ts
 * await testState({ definition: { Type: "Pass", Next: "B" }, input: '{"a": 1}' }, ports);
 * // { status: "SUCCEEDED", output: '{"a":1}', nextState: "B" }
 * ```
 */
export async function testState(
  request: TestStateRequest,
  ports: Ports,
  { partition = "aws", region = "us-east-1", accountId = "123456789012", onlyLists = false }: TestStateHost = {},
): Promise<TestStateAnswer> {
  const subject = readRequest(request);
  const { mapItemReaderData, mapIterationFailureCount, retrierRetryCount = 0 } = request.stateConfiguration ?? {};
  const { definition, targets } = wrap(subject);
  const machine = compileFor(subject, definition, onlyLists);
  const data: Record<string, Json> = { input: JSON.stringify(subject.input) };
  const details: Record<string, Json> = {};
  const roleArn = request.roleArn ?? `arn:${partition}:iam::${accountId}:role/test-state`;
  const stateMachineName = ports.uuid();
  const stateMachineArn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${stateMachineName}`;
  let isRetried = false;
  let isCaught = false;
  let itemCount: number | undefined;

  const inspection: Inspection = {
    note(frame, name, value) {
      if (frame.state?.name !== subject.name) return;
      if (name === "retryIndex" || name === "retryBackoffIntervalSeconds") details[name] = value;
      else data[name] = numbers.has(name) ? value : JSON.stringify(value);
    },
    context: (frame) => ({ ...(subject.context ?? contextOf(frame, subject, roleArn)), ...mapContextOf(frame) }),
    variables: subject.variables,
    retries: retrierRetryCount,
    mock: subject.mock && (() => resultOf(subject.mock)),
    hasReaderData: mapItemReaderData !== undefined,
    counted: (items) => {
      itemCount = items;
    },
    failedIterations: mapIterationFailureCount,
  };
  let stop = (): void => {};
  const trace = (point: TracePoint): void => {
    if (point.kind === "retry") {
      isRetried = true;
      stop();
    }
    if (point.kind === "catch") {
      isCaught = true;
      details.catchIndex = point.index;
    }
  };
  const run = new Run(
    machine,
    {
      ports: mapItemReaderData === undefined ? ports : { ...ports, objects: readerData(mapItemReaderData) },
      input: subject.input,
      trace,
      stateMachineArn,
      stateMachineName,
    },
    { inspection },
  );
  if (isRetried) run.stop();
  else stop = () => run.stop();
  const outcome = await run.done;
  if (itemCount !== undefined && mapIterationFailureCount !== undefined && mapIterationFailureCount > itemCount) {
    throw invalid(`MapIterationFailureCount cannot exceed the number of items, which is ${itemCount}.`);
  }
  const { lastFailure: failure, variables } = run;
  const inspectionData = {
    ...data,
    ...(Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) }),
    ...(Object.keys(details).length === 0 ? {} : { errorDetails: details }),
  };
  const nextState = isRetried ? undefined : targets.get(run.path[1] ?? "");
  return {
    status: isRetried ? "RETRIABLE" : isCaught && outcome.status === "SUCCEEDED" ? "CAUGHT_ERROR" : statusOf(outcome),
    ...(outcome.status === "SUCCEEDED" ? { output: JSON.stringify(outcome.output) } : {}),
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
    ...(nextState === undefined ? {} : { nextState }),
    ...(request.inspectionLevel === undefined || request.inspectionLevel === "INFO" ? {} : { inspectionData }),
  };
}

const statusOf = ({ status }: Outcome): "SUCCEEDED" | "FAILED" => (status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED");

function compileFor(subject: TestStateSubject, definition: JsonObject, onlyLists: boolean): CompiledMachine {
  try {
    const machine = compile(definition, { onlyLists });
    if (isCompiled(machine)) return machine;
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const [first] = error.problems;
    throw invalidDefinition(`${first?.message ?? error.message} at ${first?.path ?? "/"}`);
  }
  throw new TestStateRefusal("InvalidDefinition", `The state '${subject.name}' cannot be compiled.`);
}

function resultOf(mock: Mock | undefined): Json {
  if (mock?.kind === "result") return mock.result;
  throw plain(mock?.error, mock?.cause);
}

/** The context object of a state under test. As recorded on AWS: that of an Express execution. */
function contextOf(frame: Frame, { isInMap, input }: TestStateSubject, roleArn: string): JsonObject {
  const { run } = frame;
  const { Execution, StateMachine = {} } = run.context;
  const { RedriveCount: _, ...execution } = isObject(Execution) ? Execution : {};
  return {
    Execution: {
      ...execution,
      Id: run.executionArn.replace(":execution:", ":express:"),
      RoleArn: roleArn,
    },
    StateMachine,
    State: {
      Name: frame.state?.name ?? "",
      EnteredTime: new Date(frame.enteredAt).toISOString(),
      RetryCount: run.inspection?.retries ?? 0,
    },
    // As if it were the first iteration. Source: Developer Guide, "Automatic Context population".
    ...(isInMap ? { Map: { Item: itemContext({ index: 0, value: input }) } } : {}),
  };
}

/** The item that a Map state under test makes the input of an iteration of. */
const mapContextOf = ({ item }: Frame): JsonObject => (item === undefined ? {} : { Map: { Item: itemContext(item) } });
