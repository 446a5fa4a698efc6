import { parseJson } from "../../../asl/interpreter/json.js";
import { type Caller, isObject } from "../../service.js";
import { JsonApiError, jsonRefusal } from "../aws-json.js";
import type { StatesState } from "./state.js";

/**
 * Refuses `SendTaskSuccess`, `-Failure` and `-Heartbeat` of a role that may not answer tasks of the machine that waits. Only
 * this service knows which one that is, so IAM's guard before all services leaves these actions to it. A token for which
 * nobody waits is no task of any machine: the action itself refuses it.
 * Source: service authorization reference, "AWS Step Functions".
 */
export async function taskAnswerDenied(
  { tokens, authorize }: StatesState,
  request: Request,
  { roleArn }: Caller,
): Promise<Response | undefined> {
  const action = (request.headers.get("x-amz-target") ?? "").split(".")[1] ?? "";
  if (roleArn === undefined || !action.startsWith("SendTask")) return undefined;
  const input = parseJson(await request.clone().text());
  const taskToken = isObject(input) && typeof input.taskToken === "string" ? input.taskToken : "";
  const machine = tokens.machineOf(taskToken);
  if (machine === undefined) return undefined;
  const denied = authorize(roleArn, { action: `states:${action}`, resources: [machine] });
  return denied === undefined
    ? undefined
    : jsonRefusal(new JsonApiError("com.amazon.coral.service#AccessDeniedException", denied));
}
