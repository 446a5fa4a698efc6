import { taskTokens } from "../../../asl/interpreter/index.js";
import type { LocalContext, Service } from "../../service.js";
import { answerJson } from "../aws-json.js";
import { statesApi } from "./actions.js";
import { ActivityStore } from "./activity-store.js";
import { createAlias } from "./create-alias.js";
import { createMachine, machineAttributes, resourceTags } from "./create-machine.js";
import { ExecutionStore } from "./execution-store.js";
import { MachineStore } from "./machine-store.js";
import type { StatesState } from "./state.js";
import { publish } from "./versions.js";

/** Step Functions, with what the console shows of it. */
export interface StepFunctionsService extends Service {
  readonly executions: ExecutionStore;
}

/**
 * AWS Step Functions: runs state machines on the engine of `asl/interpreter`, in memory.
 *
 * Answers the actions of `actions.ts`. Task states can call what `integrations.ts` lists, and activities. Executions
 * end with the runtime; 100,000 may run at a time, and the last 10,000 that have ended are kept.
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
  const tokens = taskTokens();
  const state: StatesState = { context, machines, activities, executions, tokens, authorize, stopping: false };
  const api = statesApi(state);
  return {
    name: "states",
    title: "Step Functions",
    resourceTypes: ["aws_sfn_state_machine", "aws_sfn_alias"],
    executions,
    create(resource) {
      if (resource.type === "aws_sfn_alias") return createAlias(state, resource);
      const machine = createMachine(context, resource);
      const publishes = resource.attributes.publish === true;
      const entry = machines.add(machine, { publish: publishes, description: undefined }, resourceTags(resource));
      const version = publishes ? publish(entry, machine.creationDate) : undefined;
      return { ...machineAttributes(machine, context.uuid()), state_machine_version_arn: version?.arn ?? machine.arn };
    },
    summary: () => `${machines.size} ${machines.size === 1 ? "state machine" : "state machines"}`,
    handle: (request) => answerJson(api, request),
    async stop() {
      state.stopping = true;
      activities.stop();
      for (const { execution } of executions.list()) execution.stop();
    },
  };
}
