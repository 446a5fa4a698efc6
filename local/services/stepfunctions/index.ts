import type { LocalContext, Service } from "../../service.js";
import { answerJson } from "../aws-json.js";
import { statesApi } from "./actions.js";
import { ActivityStore } from "./activity-store.js";
import { resources } from "./create-resource.js";
import { ExecutionStore } from "./execution-store.js";
import { MachineStore } from "./machine-store.js";
import { machineTokens } from "./machine-tokens.js";
import type { StatesState } from "./state.js";
import { taskAnswerDenied } from "./task-access.js";

/** Step Functions, with what the console shows of it. */
export interface StepFunctionsService extends Service {
  readonly executions: ExecutionStore;
}

/**
 * AWS Step Functions: runs state machines on the engine of `asl/interpreter`, in memory.
 *
 * Answers the actions of `actions.ts`. Task states can call what `integrations/` has, and activities. Executions
 * end with the runtime; 100,000 may run at a time, and the last 10,000 that have ended are kept, fewer where memory
 * runs short.
 *
 * @param authorize asked before a machine's role does something; without it a role may do everything
 */
export function createStepFunctionsService(
  context: LocalContext,
  authorize: StatesState["authorize"] = () => undefined,
): StepFunctionsService {
  const machines = new MachineStore();
  const activities = new ActivityStore();
  const executions = new ExecutionStore();
  const tokens = machineTokens();
  const state: StatesState = { context, machines, activities, executions, tokens, authorize, stopping: false };
  const api = statesApi(state);
  return {
    name: "states",
    title: "Step Functions",
    resourceTypes: Object.keys(resources),
    executions,
    create(resource) {
      const create = resources[resource.type];
      if (!create) throw new Error(`The type "${resource.type}" is not created by local/services/stepfunctions.`);
      return create(state, resource);
    },
    summary: () => `${machines.size} ${machines.size === 1 ? "state machine" : "state machines"}`,
    handle: async (request, caller) =>
      (await taskAnswerDenied(state, request, caller)) ?? (await answerJson(api, request)),
    async stop() {
      state.stopping = true;
      activities.stop();
      for (const { execution } of executions.list()) execution.stop();
    },
  };
}
