import type { StateType } from "../fields/states.js";
import { choiceDefault } from "./choice-default.js";
import { contextFields } from "./context-fields.js";
import { exclusiveFields } from "./exclusive-fields.js";
import { heartbeatBelowTimeout } from "./heartbeat.js";
import { integrationArguments } from "./integration-arguments.js";
import { uniqueLabels } from "./labels.js";
import { mapItem } from "./map-item.js";
import { mapMode } from "./map-mode.js";
import { passResult } from "./pass-result.js";
import { reachability } from "./reachability.js";
import { resource } from "./resource.js";
import type { GraphRule, StateRule } from "./rule.js";
import { stateNames, uniqueNames } from "./state-names.js";
import { noStates, targets } from "./targets.js";
import { taskToken } from "./task-token.js";
import { nextOrEnd, noTransition } from "./transitions.js";
import { variables } from "./variables.js";
import { waitForm } from "./wait-form.js";
import { writtenFields } from "./written-fields.js";

// Beyond what its fields are.
const rulesOfType: Readonly<Record<StateType, readonly StateRule[]>> = {
  Task: [nextOrEnd, resource, integrationArguments, taskToken, heartbeatBelowTimeout, exclusiveFields, contextFields],
  Pass: [nextOrEnd, passResult, contextFields],
  Wait: [nextOrEnd, waitForm, contextFields],
  Choice: [noTransition, choiceDefault, contextFields],
  Parallel: [nextOrEnd, contextFields],
  Map: [nextOrEnd, mapMode, exclusiveFields, contextFields],
  Succeed: [noTransition, contextFields],
  Fail: [noTransition, exclusiveFields, contextFields],
};

/** The rules about each type of state, by its name. */
export const stateRules: ReadonlyMap<string, readonly StateRule[]> = new Map(Object.entries(rulesOfType));

/** The rules about states together. */
export const graphRules: readonly GraphRule[] = [
  noStates,
  stateNames,
  uniqueNames,
  uniqueLabels,
  targets,
  reachability,
  mapItem,
  variables,
  writtenFields,
];
