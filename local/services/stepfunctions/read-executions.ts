import type { HistoryEvent } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findExecution, findMachine } from "./arns.js";
import { Constraints } from "./constraints.js";
import type { StoredExecution } from "./execution-store.js";
import { page } from "./pages.js";
import type { StatesState } from "./state.js";

const statuses = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

/** `DescribeExecution`. A redrive does not exist here, so no execution is redrivable. */
export function describeExecution({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  read.done();
  const stored = findExecution(executions, executionArn);
  const { execution } = stored;
  return {
    ...summary(stored),
    input: stored.input,
    inputDetails: { included: true },
    ...(execution.output === undefined
      ? {}
      : { output: JSON.stringify(execution.output), outputDetails: { included: true } }),
    ...(execution.error === undefined ? {} : { error: execution.error }),
    ...(execution.cause === undefined ? {} : { cause: execution.cause }),
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: `Execution is ${execution.status} and cannot be redriven`,
  };
}

/** `ListExecutions` of one machine, newest first. */
export function listExecutions({ machines, executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const stateMachineArn = read.text("stateMachineArn", { min: 1, max: 256 });
  const status = read.optionalText("statusFilter", { oneOf: statuses });
  const request = readPage(read);
  read.done();
  const machine = findMachine(machines, stateMachineArn);
  const matching = executions
    .list()
    .filter((stored) => stored.machine === machine && (status === undefined || stored.execution.status === status));
  const { items, next } = page(matching, ({ number }) => number, `executions ${machine.name}`, request);
  return { executions: items.map(summary), ...next };
}

/** `GetExecutionHistory`. */
export function getExecutionHistory({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const reverse = read.optionalBoolean("reverseOrder") ?? false;
  const withData = read.optionalBoolean("includeExecutionData") ?? true;
  const request = readPage(read);
  read.done();
  const { history } = findExecution(executions, executionArn).execution;
  const ordered = reverse ? [...history].reverse() : history;
  const { items, next } = page(ordered, ({ id }) => id, `history ${reverse} ${executionArn}`, request);
  return { events: items.map((event) => wireEvent(event, withData)), ...next };
}

/** What a request for a page of a list says about it. */
export function readPage(read: Constraints) {
  return {
    maxResults: read.optionalCount("maxResults", 1000),
    nextToken: read.optionalText("nextToken", { min: 1, max: 1024 }),
  };
}

function summary({ execution, machine }: StoredExecution): JsonObject {
  return {
    executionArn: execution.executionArn,
    stateMachineArn: machine.arn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startDate / 1000,
    ...(execution.stopDate === undefined ? {} : { stopDate: execution.stopDate / 1000 }),
    redriveCount: 0,
  };
}

const dataFields = ["input", "inputDetails", "output", "outputDetails", "parameters"];
const moreDataFields = [...dataFields, "assignedVariables", "assignedVariablesDetails"];

/** An event as it goes over the wire: its time in seconds. */
function wireEvent(event: HistoryEvent, withData: boolean): JsonObject {
  const text = JSON.stringify({ ...event, timestamp: event.timestamp / 1000 }, (key, value: unknown) =>
    !withData && moreDataFields.includes(key) ? undefined : value,
  );
  const copy: JsonObject = JSON.parse(text);
  return copy;
}
