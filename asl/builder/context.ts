import type { Data } from "./expression.js";
import { reference } from "./reference.js";

/**
 * What Step Functions knows of the execution while a state runs.
 *
 * Source: AWS Step Functions Developer Guide, "Accessing execution data from the Context object in Step Functions".
 */
export interface ContextObject {
  readonly Execution: {
    readonly Id: string;
    readonly Name: string;
    readonly RoleArn: string;
    /** RFC 3339. */
    readonly StartTime: string;
    readonly RedriveCount: number;
    readonly RedriveTime?: string;
  };
  readonly State: {
    readonly Name: string;
    /** RFC 3339. */
    readonly EnteredTime: string;
    /** How often the state was tried again. */
    readonly RetryCount: number;
  };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
}

/** The context object, in scope in every state: `context.Execution.Name`. */
export const context: Data<ContextObject> = reference<ContextObject>("$states.context");
