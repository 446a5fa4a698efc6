import type { HistoryEvent } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findExecution, findTarget } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError, typeNotSupported } from "./errors.js";
import { childrenOf, type Origin, type StoredExecution } from "./execution-store.js";
import { findMapRun } from "./map-runs.js";
import { page } from "./pages.js";
import { redriveStatus } from "./redrive-status.js";
import type { StatesState } from "./state.js";

const statuses = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

/** `DescribeExecution`. */
export function describeExecution(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const withData = read.withData();
  read.done();
  const stored = findExecution(state.executions, executionArn);
  const { execution } = stored;
  const redrivable = redriveStatus(state, stored);
  return {
    ...summary(stored),
    ...(withData ? { input: stored.input } : {}),
    inputDetails: { included: withData },
    ...(execution.output === undefined
      ? {}
      : { ...(withData ? { output: JSON.stringify(execution.output) } : {}), outputDetails: { included: withData } }),
    ...(execution.error === undefined ? {} : { error: execution.error }),
    ...(execution.cause === undefined || !withData ? {} : { cause: execution.cause }),
    redriveStatus: redrivable.status,
    ...(redrivable.reason === undefined ? {} : { redriveStatusReason: redrivable.reason }),
  };
}

/** `ListExecutions` of one machine, version, alias or Map run, newest first. */
export function listExecutions(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const stateMachineArn = read.optionalText("stateMachineArn", { min: 1, max: 256 });
  const mapRunArn = read.optionalText("mapRunArn", { min: 1, max: 2000 });
  const status = read.optionalText("statusFilter", { oneOf: statuses });
  const redrive = read.optionalText("redriveFilter", { oneOf: ["REDRIVEN", "NOT_REDRIVEN"] });
  const request = readPage(read);
  read.done();
  const arn = mapRunArn ?? stateMachineArn;
  if (arn === undefined || (mapRunArn !== undefined && stateMachineArn !== undefined)) {
    throw statesError("ValidationException", "Give either stateMachineArn or mapRunArn.");
  }
  const all = mapRunArn === undefined ? executionsOf(state, arn) : executionsOfMapRun(state, arn);
  const matching = all.filter(
    ({ execution }) =>
      (status === undefined || execution.status === status) &&
      (redrive === undefined || (redrive === "REDRIVEN") === execution.redriveCount > 0),
  );
  const { items, next } = page(matching, ({ number }) => number, `executions ${arn}`, request);
  return { executions: items.map(summary), ...next };
}

function executionsOf({ machines, executions }: StatesState, stateMachineArn: string): readonly StoredExecution[] {
  const { entry, version, alias } = findTarget(machines, stateMachineArn);
  const { arn, creationDate, machine } = entry.current;
  if (machine.type === "EXPRESS") throw typeNotSupported();
  return executions.list().filter(
    (stored) =>
      // A machine that was deleted and created anew does not have the executions of the old one.
      stored.machine.arn === arn &&
      stored.machine.creationDate === creationDate &&
      (version === undefined || stored.origin.versionArn === version.arn) &&
      (alias === undefined || stored.origin.aliasArn === alias.arn),
  );
}

function executionsOfMapRun({ executions }: StatesState, mapRunArn: string): readonly StoredExecution[] {
  const { mapRun, parent } = findMapRun(executions, mapRunArn);
  return [...childrenOf(parent, mapRun)].reverse();
}

/** `GetExecutionHistory`. */
export function getExecutionHistory({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const reverse = read.optionalBoolean("reverseOrder") ?? false;
  const withData = read.optionalBoolean("includeExecutionData") ?? true;
  const request = readPage(read);
  read.done();
  const { execution, origin } = findExecution(executions, executionArn);
  const { history } = execution;
  const ordered = reverse ? [...history].reverse() : history;
  const { items, next } = page(ordered, ({ id }) => id, `history ${reverse} ${executionArn}`, request);
  return { events: items.map((event) => wireEvent(withOrigin(event, origin), withData)), ...next };
}

/** What a request for a page of a list says about it. */
export function readPage(read: Constraints) {
  return {
    maxResults: read.optionalCount("maxResults", 1000),
    nextToken: read.optionalText("nextToken", { min: 1, max: 1024 }),
  };
}

function summary({ execution, origin }: StoredExecution): JsonObject {
  return {
    executionArn: execution.executionArn,
    stateMachineArn: execution.stateMachineArn,
    ...(origin.versionArn === undefined ? {} : { stateMachineVersionArn: origin.versionArn }),
    ...(origin.aliasArn === undefined ? {} : { stateMachineAliasArn: origin.aliasArn }),
    ...(origin.mapRunArn === undefined ? {} : { mapRunArn: origin.mapRunArn }),
    name: execution.name,
    status: execution.status,
    startDate: execution.startDate / 1000,
    ...(execution.stopDate === undefined ? {} : { stopDate: execution.stopDate / 1000 }),
    redriveCount: execution.redriveCount,
    ...(execution.redriveDate === undefined ? {} : { redriveDate: execution.redriveDate / 1000 }),
  };
}

/** What an execution was started by, in its first event. */
function withOrigin(event: HistoryEvent, { versionArn, aliasArn }: Origin): HistoryEvent {
  const { executionStartedEventDetails: details } = event;
  if (details === undefined) return event;
  const origin = {
    ...(versionArn === undefined ? {} : { stateMachineVersionArn: versionArn }),
    ...(aliasArn === undefined ? {} : { stateMachineAliasArn: aliasArn }),
  };
  return { ...event, executionStartedEventDetails: { ...details, ...origin } };
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
