import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findMachine } from "./arns.js";
import { Constraints } from "./constraints.js";
import { page } from "./pages.js";
import { readPage } from "./read-executions.js";
import type { StatesState } from "./state.js";

/** `DescribeStateMachine`. */
export function describeStateMachine({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const arn = read.text("stateMachineArn", { min: 1, max: 256 });
  read.done();
  const machine = findMachine(machines, arn);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: "ACTIVE",
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: "STANDARD",
    creationDate: machine.creationDate / 1000,
    ...machine.configuration,
  };
}

/** `ListStateMachines`, by name. */
export function listStateMachines({ machines }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const request = readPage(read);
  read.done();
  // Machines are only created while the runtime starts, so their order never changes afterwards.
  const sorted = [...machines.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  const numbered = sorted.map((machine, number) => ({ machine, number }));
  const { items, next } = page(numbered, ({ number }) => number, "machines", request);
  return {
    stateMachines: items.map(({ machine }) => ({
      stateMachineArn: machine.arn,
      name: machine.name,
      type: "STANDARD",
      creationDate: machine.creationDate / 1000,
    })),
    ...next,
  };
}
