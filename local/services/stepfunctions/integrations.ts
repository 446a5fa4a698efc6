import type { TaskCall } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../service.js";
import type { AccessRequest } from "../iam/policy.js";
import { invokeLambda } from "./lambda-invoke.js";

/**
 * Says why the machine's role may not do something, in AWS's words; `undefined` when it may.
 *
 * @example authorize({ action: "lambda:InvokeFunction", resources: [functionArn] })
 */
export type Authorize = (access: AccessRequest) => string | undefined;

/** A service that Task states can call. */
export interface Integration {
  /** The fields of `Arguments` (or `Parameters`) that it understands; a state with others is refused. */
  readonly fields: readonly string[];
  /** Does one call; rejects with a `TaskFailure`. */
  readonly call: (context: LocalContext, task: TaskCall, authorize: Authorize) => Promise<Json>;
}

/** The services that Task states can call, by the state's `Resource` without `.waitForTaskToken`. */
export const integrations: Readonly<Record<string, Integration>> = {
  "arn:aws:states:::lambda:invoke": { fields: ["FunctionName", "Payload"], call: invokeLambda },
};

/**
 * What a definition asks for that cannot be done here: a list of sentences, each with the state's name.
 *
 * @example integrationProblems(definition) // ["State 'Send': Resource '...:sqs:sendMessage' cannot be run ..."]
 */
export function integrationProblems(definition: Json): readonly string[] {
  return tasks(definition).flatMap(([name, state]) => {
    if (/:states:[^:]+:[^:]+:activity:/.test(String(state.Resource))) return [];
    const resource = String(state.Resource).replace(/\.waitForTaskToken$/, "");
    const integration = Object.hasOwn(integrations, resource) ? integrations[resource] : undefined;
    if (!integration) {
      const known = Object.keys(integrations).join(", ");
      return [`State '${name}': Resource '${state.Resource}' cannot be run on one machine. Known here: ${known}.`];
    }
    return Object.keys(fieldsOf(state))
      .filter((field) => !integration.fields.includes(field.replace(/\.\$$/, "")))
      .map(
        (field) =>
          `State '${name}': '${field}' cannot be given to ${resource} here. Known: ${integration.fields.join(", ")}.`,
      );
  });
}

function fieldsOf(state: JsonObject): JsonObject {
  const fields = state.Arguments ?? state.Parameters;
  return isObject(fields) ? fields : {};
}

/** All Task states, those in branches and iterations included. */
function tasks(scope: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!isObject(scope) || !isObject(scope.States)) return [];
  return Object.entries(scope.States).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    const inner = [...branches, state.ItemProcessor, state.Iterator].flatMap(tasks);
    return state.Type === "Task" ? [[name, state] as const, ...inner] : inner;
  });
}
