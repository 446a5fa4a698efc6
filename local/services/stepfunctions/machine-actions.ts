import { variableReferences } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findExecution, findTarget, type Target } from "./arns.js";
import { Constraints } from "./constraints.js";
import type { StoredMachine, StoredVersion } from "./machine-store.js";
import { page } from "./pages.js";
import { readPage } from "./read-executions.js";
import type { StatesState } from "./state.js";

/** `DescribeStateMachine`, of a machine, a version or an alias; an alias is described as the version that gets most. */
export function describeStateMachine({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", { min: 1, max: 256 });
  const withData = read.withData();
  read.done();
  const target = findTarget(machines, arn);
  const version = versionOf(target);
  const machine = version?.machine ?? target.entry.current;
  return {
    stateMachineArn: arn,
    ...facts(machine, withData),
    status: "ACTIVE",
    type: machine.machine.type,
    creationDate: (version ?? machine).creationDate / 1000,
    ...(version?.description === undefined ? {} : { description: version.description }),
  };
}

/** `DescribeStateMachineForExecution`: the machine as it was when the execution started. */
export function describeStateMachineForExecution({ executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const withData = read.withData();
  read.done();
  const { machine } = findExecution(executions, executionArn);
  return { stateMachineArn: machine.arn, ...facts(machine, withData), updateDate: machine.updateDate / 1000 };
}

/** `ListStateMachines`, by name. */
export function listStateMachines({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const request = readPage(read);
  read.done();
  const { items, next } = page(machines.list(), ({ current }) => current.name, "machines", request);
  return {
    stateMachines: items.map(({ current }) => ({
      stateMachineArn: current.arn,
      name: current.name,
      type: current.machine.type,
      creationDate: current.creationDate / 1000,
    })),
    ...next,
  };
}

function facts(described: StoredMachine, withData: boolean): JsonObject {
  const { name, definition, machine, roleArn, configuration, revisionId } = described;
  const references = Object.entries(variableReferences(machine.definition));
  return {
    name,
    ...(withData ? { definition } : {}),
    roleArn,
    ...configuration,
    ...(revisionId === undefined ? {} : { revisionId }),
    ...(references.length === 0 || !withData
      ? {}
      : { variableReferences: Object.fromEntries(references.map(([state, names]) => [state, [...names]])) }),
  };
}

function versionOf({ version, alias }: Target): StoredVersion | undefined {
  const routes = alias ? [...alias.routes].sort((one, other) => other.weight - one.weight) : [];
  return version ?? routes[0]?.version;
}
