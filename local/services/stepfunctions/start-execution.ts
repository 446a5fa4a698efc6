import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findTarget } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError, typeNotSupported } from "./errors.js";
import type { StoredExecution } from "./execution-store.js";
import { isName, longestName } from "./names.js";
import { pickVersion } from "./routing.js";
import { type NewExecution, runMachine } from "./run-machine.js";
import type { StatesState } from "./state.js";

/** The longest input of an execution, in bytes of UTF-8. */
const longestInput = 262_144;

/** What Express executions are billed by. Source: Step Functions pricing, "Express Workflows". */
const billedStepMs = 100;
const billedMemoryMb = 64;

/** `StartExecution`: idempotent for the same name and input while the execution runs; never for Express machines. */
export function startExecution(state: StatesState, input: JsonObject): Json {
  const wanted = readStart(state, new Constraints(input));
  if (wanted.machine.machine.type === "EXPRESS") return answer(runMachine(state, wanted));
  const executionArn = `${wanted.machine.arn.replace(":stateMachine:", ":execution:")}:${wanted.name}`;
  const existing = state.executions.find(executionArn);
  if (existing) return answer(sameExecution(existing, wanted.text));
  return answer(runMachine(state, { ...wanted, executionArn }));
}

/** `StartSyncExecution` of an Express machine: answers when the execution has ended, however it did. */
export async function startSyncExecution(state: StatesState, input: JsonObject): Promise<Json> {
  const read = new Constraints(input);
  const withData = read.withData();
  const wanted = readStart(state, read);
  if (wanted.machine.machine.type !== "EXPRESS") throw typeNotSupported();
  const { execution } = runMachine(state, wanted);
  await execution.done;
  const stopDate = execution.stopDate ?? execution.startDate;
  const billed = Math.max(1, Math.ceil((stopDate - execution.startDate) / billedStepMs)) * billedStepMs;
  const output = execution.output === undefined ? undefined : JSON.stringify(execution.output);
  return {
    executionArn: execution.executionArn,
    stateMachineArn: wanted.machine.arn,
    name: execution.name,
    startDate: execution.startDate / 1000,
    stopDate: stopDate / 1000,
    status: execution.status,
    ...(withData ? { input: wanted.text } : {}),
    inputDetails: { included: withData },
    ...(output === undefined ? {} : { ...(withData ? { output } : {}), outputDetails: { included: withData } }),
    ...(execution.error === undefined ? {} : { error: execution.error }),
    ...(execution.cause === undefined || !withData ? {} : { cause: execution.cause }),
    billingDetails: { billedMemoryUsedInMB: billedMemoryMb, billedDurationInMilliseconds: billed },
  };
}

/** Checks come in the order in which AWS makes them: the model's constraints, the machine, the name, the input. */
function readStart(state: StatesState, read: Constraints): NewExecution {
  const stateMachineArn = read.text("stateMachineArn", { min: 1, max: 256 });
  const givenName = read.optionalText("name", { min: 1, max: longestName });
  const text = read.optionalText("input", { bytes: longestInput }) ?? "{}";
  // Nothing is traced here.
  read.optionalText("traceHeader", { max: 256, pattern: "^\\p{ASCII}*$" });
  read.done();
  const { entry, version: named, alias } = findTarget(state.machines, stateMachineArn);
  const version = alias ? pickVersion(alias.routes, state.context.random) : named;
  if (givenName !== undefined && !isName(givenName)) throw statesError("InvalidName", `Invalid Name: '${givenName}'`);
  return {
    machine: version?.machine ?? entry.current,
    origin: {
      ...(version === undefined ? {} : { versionArn: version.arn }),
      ...(alias === undefined ? {} : { aliasArn: alias.arn }),
    },
    name: givenName ?? state.context.uuid(),
    text,
    parsed: parseInput(text),
  };
}

function parseInput(text: string): Json {
  const parsed = parseJson(text);
  if (parsed !== undefined) return parsed;
  throw statesError("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'");
}

function sameExecution(stored: StoredExecution, text: string): StoredExecution {
  const { execution, input } = stored;
  if (execution.status === "RUNNING" && input === text) return stored;
  throw statesError("ExecutionAlreadyExists", `Execution Already Exists: '${execution.executionArn}'`);
}

function answer({ execution }: StoredExecution): Json {
  return { executionArn: execution.executionArn, startDate: execution.startDate / 1000 };
}
