import type { JsonObject } from "../../../asl/spec/index.js";
import type { JsonAction, JsonApi } from "../aws-json.js";
import { createActivity, deleteActivity, describeActivity, getActivityTask, listActivities } from "./activities.js";
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from "./aliases.js";
import { createStateMachine, deleteStateMachine, updateStateMachine } from "./change-machines.js";
import { validateStateMachineDefinition } from "./definition.js";
import { describeStateMachine, describeStateMachineForExecution, listStateMachines } from "./machine-actions.js";
import { describeMapRun, listMapRuns, updateMapRun } from "./map-runs.js";
import { describeExecution, getExecutionHistory, listExecutions } from "./read-executions.js";
import { redriveExecution } from "./redrive-execution.js";
import { startExecution, startSyncExecution } from "./start-execution.js";
import type { StatesState } from "./state.js";
import { listTagsForResource, tagResource, untagResource } from "./tags.js";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess, stopExecution } from "./task-actions.js";
import { testStateAction } from "./test-state.js";
import { deleteStateMachineVersion, listStateMachineVersions, publishStateMachineVersion } from "./versions.js";

type Action = (state: StatesState, input: JsonObject, signal: AbortSignal) => ReturnType<JsonAction>;

const actions: Readonly<Record<string, Action>> = {
  CreateActivity: createActivity,
  CreateStateMachine: createStateMachine,
  CreateStateMachineAlias: createStateMachineAlias,
  DeleteActivity: deleteActivity,
  DeleteStateMachine: deleteStateMachine,
  DeleteStateMachineAlias: deleteStateMachineAlias,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  DescribeActivity: describeActivity,
  DescribeExecution: describeExecution,
  DescribeMapRun: describeMapRun,
  DescribeStateMachine: describeStateMachine,
  DescribeStateMachineAlias: describeStateMachineAlias,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  GetActivityTask: getActivityTask,
  GetExecutionHistory: getExecutionHistory,
  ListActivities: listActivities,
  ListExecutions: listExecutions,
  ListMapRuns: listMapRuns,
  ListStateMachineAliases: listStateMachineAliases,
  ListStateMachineVersions: listStateMachineVersions,
  ListStateMachines: listStateMachines,
  ListTagsForResource: listTagsForResource,
  PublishStateMachineVersion: publishStateMachineVersion,
  RedriveExecution: redriveExecution,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  SendTaskSuccess: sendTaskSuccess,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
  TagResource: tagResource,
  TestState: testStateAction,
  UntagResource: untagResource,
  UpdateMapRun: updateMapRun,
  UpdateStateMachine: updateStateMachine,
  UpdateStateMachineAlias: updateStateMachineAlias,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
};

/** The names of the actions that are here. */
export const actionNames: readonly string[] = Object.keys(actions);

/** The actions of the API that are here. */
export function statesApi(state: StatesState): JsonApi {
  const bound = Object.entries(actions).map(([name, action]): [string, JsonAction] => [
    name,
    (input, signal) => action(state, input, signal),
  ]);
  return { targetPrefix: "AWSStepFunctions", actions: Object.fromEntries(bound) };
}
