import { taskTokens } from "../../../asl/interpreter/index.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import type { LocalContext, Service } from "../../service.js";
import { answerJson, type JsonAction, type JsonApi } from "../aws-json.js";
import { createMachine, machineAttributes } from "./create-machine.js";
import { ExecutionStore, type StoredMachine } from "./execution-store.js";
import { describeStateMachine, listStateMachines } from "./machine-actions.js";
import { describeExecution, getExecutionHistory, listExecutions } from "./read-executions.js";
import { startExecution } from "./start-execution.js";
import type { StatesState } from "./state.js";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess, stopExecution } from "./task-actions.js";

/** Step Functions, with what the console shows of it. */
export interface StepFunctionsService extends Service {
  readonly executions: ExecutionStore;
}

/**
 * AWS Step Functions: runs the stacks' Standard state machines on the engine of `asl/interpreter`, in memory.
 *
 * Answers `StartExecution`, `StopExecution`, `DescribeExecution`, `ListExecutions`, `GetExecutionHistory`,
 * `DescribeStateMachine`, `ListStateMachines` and the three `SendTask...` actions. Task states can call what
 * `integrations.ts` lists. Executions end with the runtime; 100,000 may run at a time, and the last 10,000 that have
 * ended are kept.
 *
 * @param authorize asked before a machine's role does something; without it a role may do everything
 */
export function createStepFunctionsService(
  context: LocalContext,
  authorize: StatesState["authorize"] = () => undefined,
): StepFunctionsService {
  const machines = new Map<string, StoredMachine>();
  const executions = new ExecutionStore();
  const state: StatesState = { context, machines, executions, tokens: taskTokens(), authorize, stopping: false };
  const api = statesApi(state);
  return {
    name: "states",
    title: "Step Functions",
    resourceTypes: ["aws_sfn_state_machine"],
    executions,
    create(resource) {
      const machine = createMachine(context, resource);
      machines.set(machine.arn, machine);
      return machineAttributes(machine, context.uuid());
    },
    summary: () => `${machines.size} ${machines.size === 1 ? "state machine" : "state machines"}`,
    handle: (request) => answerJson(api, request),
    async stop() {
      state.stopping = true;
      for (const { execution } of executions.list()) execution.stop();
    },
  };
}

function statesApi(state: StatesState): JsonApi {
  const bound = (action: (state: StatesState, input: JsonObject) => ReturnType<JsonAction>): JsonAction => {
    return (input) => action(state, input);
  };
  return {
    targetPrefix: "AWSStepFunctions",
    actions: {
      StartExecution: bound(startExecution),
      StopExecution: bound(stopExecution),
      DescribeExecution: bound(describeExecution),
      ListExecutions: bound(listExecutions),
      GetExecutionHistory: bound(getExecutionHistory),
      DescribeStateMachine: bound(describeStateMachine),
      ListStateMachines: bound(listStateMachines),
      SendTaskSuccess: bound(sendTaskSuccess),
      SendTaskFailure: bound(sendTaskFailure),
      SendTaskHeartbeat: bound(sendTaskHeartbeat),
    },
  };
}
