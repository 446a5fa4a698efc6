import type { Json } from "../../../asl/spec/index.js";
import { type Invocation, ServiceError } from "../../service.js";

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
  },
): Promise<Response> {
  const name = path.exec(new URL(request.url).pathname)?.[1];
  if (name === undefined || request.method !== "POST") {
    return refuse(new ServiceError("UnknownOperationException", 404, "Of Lambda's API, only Invoke works here."));
  }
  const type = request.headers.get("x-amz-invocation-type") ?? "RequestResponse";
  try {
    const payload = parse(await request.text());
    if (type === "DryRun") return new Response(null, { status: 204 });
    const functionName = decodeURIComponent(name);
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

function parse(body: string): Json {
  try {
    return body === "" ? {} : JSON.parse(body);
  } catch {
    throw new ServiceError("InvalidRequestContentException", 400, "Could not parse request body into json");
  }
}

function refuse({ code, statusCode, message }: ServiceError): Response {
  return Response.json(
    { Type: "User", Message: message },
    { status: statusCode, headers: { "x-amzn-errortype": code } },
  );
}
