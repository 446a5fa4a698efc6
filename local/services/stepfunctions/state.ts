import type { TaskTokens } from "../../../asl/interpreter/index.js";
import type { LocalContext } from "../../service.js";
import type { AccessRequest } from "../iam/policy.js";
import type { ExecutionStore, StoredMachine } from "./execution-store.js";

/** What the actions of the API work on. */
export interface StatesState {
  readonly context: LocalContext;
  /** By ARN. */
  readonly machines: ReadonlyMap<string, StoredMachine>;
  readonly executions: ExecutionStore;
  readonly tokens: TaskTokens;
  /** Says why a role may not do something, in AWS's words; `undefined` when it may. */
  readonly authorize: (roleArn: string, access: AccessRequest) => string | undefined;
  /** Whether the runtime stops, which ends all executions: nobody wants a line for each. */
  stopping: boolean;
}
