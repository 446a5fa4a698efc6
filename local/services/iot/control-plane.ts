import { parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../service.js";
import { decodeUri } from "../decode-uri.js";
import { certificateActions } from "./certificate-actions.js";
import { groupActions } from "./group-actions.js";
import type { Registry } from "./registry.js";
import { answerRest, IotError } from "./rest-json.js";
import { thingActions } from "./thing-actions.js";

/** What the actions work on. */
export interface ControlPlane {
  readonly context: LocalContext;
  readonly registry: Registry;
  readonly mqttPort: () => number | undefined;
}

/** A request as an action sees it. */
export interface ControlRequest {
  /** The names in the path, e.g. `{thingName: "robot1"}`. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** One action of the API. */
export interface ControlAction {
  /** E.g. `CreateThing`. */
  readonly action: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** E.g. `/things/{thingName}`. */
  readonly path: string;
  /** What IAM asks permission for, e.g. `thing/robot1`; without it, or without a result, `*`. */
  readonly resource?: (request: ControlRequest) => string | undefined;
  readonly act: (plane: ControlPlane, request: ControlRequest) => JsonObject;
}

const endpointActions: readonly ControlAction[] = [
  {
    ...{ action: "DescribeEndpoint", method: "GET", path: "/endpoint" },
    /** With the port, which AWS's address has not: devices connect there without TLS. */
    act({ mqttPort }, { query }) {
      const type = query.get("endpointType") ?? "iot:Data";
      const port = mqttPort();
      if (type !== "iot:Data-ATS" && type !== "iot:Data") {
        throw new IotError(
          "InvalidRequestException",
          400,
          `endpointType is ${type}; only iot:Data-ATS and iot:Data exist here`,
        );
      }
      if (port === undefined)
        throw new IotError("ServiceUnavailableException", 503, "No broker runs: no stack uses AWS IoT.");
      return { endpointAddress: `localhost:${port}` };
    },
  },
];

const actions: readonly ControlAction[] = [...endpointActions, ...thingActions, ...groupActions, ...certificateActions];

/** What a request asks for: the action and IAM's resource, `thing/robot1` or `*`; `undefined` for one that is not known. */
export function requestedAccess(
  request: Request,
  body: string,
): { readonly action: string; readonly resource: string } | undefined {
  const found = findAction(request, body);
  if (found === undefined) return undefined;
  return { action: found.action.action, resource: found.action.resource?.(found.request) ?? "*" };
}

/**
 * Answers IoT's control plane, as far as devices are provisioned by it.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_Operations_AWS_IoT.html
 */
export function answerControlPlane(plane: ControlPlane, request: Request): Promise<Response> {
  return answerRest(async () => {
    const found = findAction(request, await request.text());
    if (found?.isMalformed) throw new IotError("SerializationException", 400, "The body is not a JSON object.");
    if (found !== undefined) return found.action.act(plane, found.request);
    const known = actions.map(({ action }) => action).join(", ");
    throw new IotError("UnknownOperationException", 404, `Of IoT's API, only these work here: ${known}.`);
  });
}

function findAction(request: Request, body: string) {
  const { pathname, searchParams } = new URL(request.url);
  for (const action of actions) {
    const path = request.method === action.method ? matchPath(action.path, pathname) : undefined;
    if (path === undefined) continue;
    const json = body === "" ? {} : parseJson(body);
    const fields = isObject(json) ? json : {};
    const isMalformed = !isObject(json);
    return { action, isMalformed, request: { path, query: searchParams, headers: request.headers, body: fields } };
  }
  return undefined;
}

function matchPath(template: string, pathname: string): Readonly<Record<string, string>> | undefined {
  const [wanted, levels] = [template.split("/"), pathname.split("/")];
  if (wanted.length !== levels.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, level] of wanted.entries()) {
    const value = levels[index] ?? "";
    if (level.startsWith("{")) names[level.slice(1, -1)] = decodeUri(value);
    else if (level !== value) return undefined;
  }
  return names;
}
