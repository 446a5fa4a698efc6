import { type TaskCall, TaskFailure, type TaskPattern } from "../../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../../service.js";
import type { AccessRequest } from "../../iam/policy.js";
import type { ExecutionStore } from "../execution-store.js";

/**
 * Says why the machine's role may not do something, in AWS's words; `undefined` when it may.
 *
 * @example authorize({ action: "lambda:InvokeFunction", resources: [functionArn] })
 */
type Authorize = (access: AccessRequest) => string | undefined;

/** One task and all that its integration works with. */
export interface Work {
  readonly context: LocalContext;
  readonly task: TaskCall;
  /** The machine's role, as which the integration calls. */
  readonly roleArn: string;
  readonly authorize: Authorize;
  readonly executions: ExecutionStore;
  /** Whether the runtime stops, with all executions. */
  readonly isStopping: () => boolean;
}

/** A service that Task states can call. */
export interface Integration {
  /** The fields of `Arguments` (or `Parameters`) that it understands; a state with others is refused. Absent: it takes all. */
  readonly fields?: readonly string[];
  /** How it can be waited for, besides `.waitForTaskToken` and not at all. */
  readonly jobs?: readonly TaskPattern[];
  /** False: it knows no task token. */
  readonly takesToken: boolean;
  /** Does one call; rejects with a `TaskFailure`. */
  readonly call: (work: Work) => Promise<Json>;
}

/** The arguments of a task, which must be an object. */
export function argumentsOf({ parameters }: TaskCall): JsonObject {
  if (isObject(parameters)) return parameters;
  throw unusable(parameters, "must be an OBJECT");
}

/** The failure of a task whose arguments cannot be sent. Source: executions recorded on AWS. */
export function unusable(parameters: Json, problem: string): TaskFailure {
  return new TaskFailure(
    "States.Runtime",
    `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${problem}]`,
  );
}

/** A message or an event that a state gives as data goes out as JSON text, a text as it is. */
export function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
