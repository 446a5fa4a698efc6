import type { Execution, ExecutionStatus, MapRun } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { checkArn, findExecution } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import type { ExecutionStore, StoredExecution } from "./execution-store.js";
import { page } from "./pages.js";
import { readPage } from "./read-executions.js";
import type { StatesState } from "./state.js";

/** `ListMapRuns` of an execution, newest first. */
export function listMapRuns({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const request = readPage(read);
  read.done();
  const { execution, machine } = findExecution(executions, executionArn);
  const numbered = execution.mapRuns.map((mapRun, number) => ({ mapRun, number })).reverse();
  const { items, next } = page(numbered, ({ number }) => number, `map runs ${executionArn}`, request);
  return {
    mapRuns: items.map(({ mapRun }) => ({
      executionArn,
      mapRunArn: mapRun.mapRunArn,
      stateMachineArn: machine.arn,
      ...dates(mapRun),
    })),
    ...next,
  };
}

/** `DescribeMapRun`. */
export function describeMapRun({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const mapRunArn = read.text("mapRunArn", { min: 1, max: 2000 });
  read.done();
  const { mapRun } = findMapRun(executions, mapRunArn);
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = mapRun;
  return {
    mapRunArn,
    executionArn: mapRun.executionArn,
    status: mapRun.status,
    ...dates(mapRun),
    ...{ maxConcurrency, toleratedFailureCount, toleratedFailurePercentage },
    itemCounts: { ...mapRun.counts, ...neverHere },
    executionCounts: { ...executionCounts(mapRun.executions), ...neverHere },
    redriveCount: mapRun.redriveCount,
    ...(mapRun.redriveDate === undefined ? {} : { redriveDate: mapRun.redriveDate / 1000 }),
  };
}

const mostInteger = 2 ** 31 - 1;

/** `UpdateMapRun`, of one that has not ended. */
export function updateMapRun({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const mapRunArn = read.text("mapRunArn", { min: 1, max: 2000 });
  const limits = {
    maxConcurrency: read.optionalCount("maxConcurrency", mostInteger),
    toleratedFailureCount: read.optionalCount("toleratedFailureCount", Number.MAX_SAFE_INTEGER),
    toleratedFailurePercentage: read.optionalNumber("toleratedFailurePercentage", 100),
  };
  read.done();
  const { mapRun } = findMapRun(executions, mapRunArn);
  if (mapRun.status !== "RUNNING") {
    throw statesError("ValidationException", `A Map Run that has ended cannot be updated: '${mapRunArn}'`);
  }
  mapRun.update(limits);
  return {};
}

/**
 * The map run with an ARN, and the execution that started it.
 *
 * @throws `InvalidArn` or `ResourceNotFound`
 */
export function findMapRun(
  executions: ExecutionStore,
  mapRunArn: string,
): { readonly mapRun: MapRun; readonly parent: StoredExecution } {
  checkArn(mapRunArn, "mapRun");
  for (const parent of executions.list()) {
    const mapRun = parent.execution.mapRuns.find((candidate) => candidate.mapRunArn === mapRunArn);
    if (mapRun) return { mapRun, parent };
  }
  throw statesError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
}

/** Results are not written to S3 here, and a redrive starts its children at once. */
const neverHere = { resultsWritten: 0, failuresNotRedrivable: 0, pendingRedrive: 0 };

function dates({ startDate, stopDate }: MapRun): JsonObject {
  return { startDate: startDate / 1000, ...(stopDate === undefined ? {} : { stopDate: stopDate / 1000 }) };
}

function executionCounts(executions: readonly Execution[]): JsonObject {
  const count = (status: ExecutionStatus) => executions.filter((execution) => execution.status === status).length;
  return {
    pending: 0,
    running: count("RUNNING"),
    succeeded: count("SUCCEEDED"),
    failed: count("FAILED"),
    timedOut: count("TIMED_OUT"),
    aborted: count("ABORTED"),
    total: executions.length,
  };
}
