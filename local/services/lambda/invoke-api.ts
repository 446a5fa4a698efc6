import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json } from "../../../asl/spec/index.js";
import { type Invocation, ServiceError } from "../../service.js";
import { decodeUri } from "../decode-uri.js";

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/u;

/**
 * Lambda's `Invoke` over its REST protocol, so that `aws lambda invoke` and the SDK work; no other action is known.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function handleInvoke(
  request: Request,
  lambda: {
    readonly invoke: (name: string, payload: Json) => Promise<Invocation>;
    readonly queueEvent: (name: string, payload: Json) => Promise<void>;
    readonly dryRun: (name: string, payload: Json) => void;
  },
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const name = path.exec(pathname)?.[1];
  if (name === undefined || request.method !== "POST") {
    return refuse(new ServiceError("UnknownOperationException", 404, "Of Lambda's API, only Invoke works here."));
  }
  const type = request.headers.get("x-amz-invocation-type") ?? "RequestResponse";
  try {
    checkType(type);
    const payload = parse(await request.text());
    const qualifier = searchParams.get("Qualifier");
    const functionName = `${decodeUri(name)}${qualifier === null ? "" : `:${qualifier}`}`;
    if (type === "DryRun") {
      lambda.dryRun(functionName, payload);
      return new Response(null, { status: 204 });
    }
    if (type === "Event") {
      await lambda.queueEvent(functionName, payload);
      return new Response(null, { status: 202 });
    }
    const { payload: result, functionError, requestId } = await lambda.invoke(functionName, payload);
    return Response.json(result, {
      headers: {
        "x-amzn-requestid": requestId,
        "x-amz-executed-version": "$LATEST",
        ...(functionError !== undefined && { "x-amz-function-error": functionError }),
      },
    });
  } catch (error) {
    if (error instanceof ServiceError) return refuse(error);
    throw error;
  }
}

function checkType(type: string): void {
  if (["Event", "RequestResponse", "DryRun"].includes(type)) return;
  const constraint = "Member must satisfy enum value set: [Event, RequestResponse, DryRun]";
  const message = `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: ${constraint}`;
  throw new ServiceError("ValidationException", 400, message);
}

function parse(body: string): Json {
  const payload = body === "" ? {} : parseJson(body);
  if (payload !== undefined) return payload;
  throw new ServiceError("InvalidRequestContentException", 400, "Could not parse request body into json");
}

function refuse({ code, statusCode, message }: ServiceError): Response {
  return Response.json(
    { Type: "User", Message: message },
    { status: statusCode, headers: { "x-amzn-errortype": code } },
  );
}
