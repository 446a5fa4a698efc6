import { statesError } from "./errors.js";
import type { ExecutionStore, StoredExecution } from "./execution-store.js";
import type { MachineEntry, MachineStore, StoredAlias, StoredVersion } from "./machine-store.js";

/** What the ARN of a state machine, a version or an alias names. */
export interface Target {
  readonly entry: MachineEntry;
  readonly version?: StoredVersion;
  readonly alias?: StoredAlias;
}

/**
 * The state machine, version or alias that a request names.
 *
 * @throws `InvalidArn`, `StateMachineDoesNotExist`, or `ValidationException` for the label of a Map state
 */
export function findTarget(machines: MachineStore, arn: string): Target {
  const { machineArn, qualifier } = parseMachineArn(arn);
  const entry = machines.find(machineArn);
  if (entry && qualifier === undefined) return { entry };
  const version = entry?.versions.get(versionNumber(qualifier));
  if (entry && version) return { entry, version };
  const alias = entry?.aliases.get(qualifier ?? "");
  if (entry && alias) return { entry, alias };
  throw statesError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

/**
 * The state machine that a request names, which must not be a version or an alias.
 *
 * @throws `InvalidArn` or `StateMachineDoesNotExist`
 */
export function findMachine(machines: MachineStore, arn: string): MachineEntry {
  const { entry, version, alias } = findTarget(machines, arn);
  if (!version && !alias) return entry;
  throw statesError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

/** The two parts of a state machine's ARN; `qualifier` is a version's number or an alias's name. */
export function parseMachineArn(arn: string): { readonly machineArn: string; readonly qualifier: string | undefined } {
  checkArn(arn, "stateMachine");
  const parts = arn.split(":");
  if (parts.length > 8)
    throw statesError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
  if (parts[6]?.includes("/")) {
    throw statesError("ValidationException", `This API does not take the ARN of a Distributed Map state: '${arn}'`);
  }
  return { machineArn: parts.slice(0, 7).join(":"), qualifier: parts[7] };
}

/** The number of a version; `NaN` where the qualifier is an alias or missing. */
export function versionNumber(qualifier: string | undefined): number {
  return qualifier !== undefined && /^\d+$/.test(qualifier) ? Number(qualifier) : Number.NaN;
}

/**
 * The execution that a request names.
 *
 * @throws `InvalidArn` or `ExecutionDoesNotExist`
 */
export function findExecution(executions: ExecutionStore, arn: string): StoredExecution {
  checkArn(arn, "execution");
  const execution = executions.find(arn);
  if (execution) return execution;
  throw statesError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
}

/** Refuses what is not the ARN of something of a kind, with `InvalidArn`. */
export function checkArn(arn: string, expected: "stateMachine" | "execution" | "activity" | "mapRun"): void {
  checkArnPrefix(arn);
  const [, , service, , , type = "", name = ""] = arn.split(":");
  if (service !== "states" || name === "") throw statesError("InvalidArn", `Invalid Arn: '${arn}'`);
  if (type === expected) return;
  throw statesError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${type}'`);
}

/** Refuses what is no ARN at all, with `InvalidArn`. */
export function checkArnPrefix(arn: string): void {
  if (!arn.startsWith("arn:")) throw statesError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
}
