import type { LocalContext } from "../../service.js";
import type { AccessRequest } from "../iam/policy.js";
import type { ActivityStore } from "./activity-store.js";
import type { ExecutionStore } from "./execution-store.js";
import type { MachineStore } from "./machine-store.js";
import type { MachineTokens } from "./machine-tokens.js";

/** What the actions of the API work on. */
export interface StatesState {
  readonly context: LocalContext;
  readonly machines: MachineStore;
  readonly activities: ActivityStore;
  readonly executions: ExecutionStore;
  readonly tokens: MachineTokens;
  /** Says why a role may not do something, in AWS's words; `undefined` when it may. */
  readonly authorize: (roleArn: string, access: AccessRequest) => string | undefined;
  /** Whether the runtime stops, which ends all executions: nobody wants a line for each. */
  stopping: boolean;
}
