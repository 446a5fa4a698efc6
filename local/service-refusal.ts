import { QueryError, queryRefusal } from "./services/aws-query.js";
import { xmlElement } from "./services/xml.js";

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/**
 * Answers a request for a service that has no API here.
 *
 * @param service the SigV4 name, e.g. `sts`
 * @param known the names of the services that have an API here
 */
export function refuseService(request: Request, service: string, known: readonly string[]): Response {
  const message = `The service "${service}" has no API on this machine; these have one: ${known.join(", ")}.`;
  // One code for all, which no SDK repeats.
  return refuse(request, service, { code: "UnrecognizedClientException", message, status: 400 });
}

/** Answers a request for an API that a service here does not have beside its own. */
export function refuseApi(request: Request, service: string, message: string): Response {
  return refuse(request, service, { code: "UnknownOperationException", message, status: 404 });
}

/** Answers a request that a service here failed on, and must not have: as AWS does, so that SDKs try again. */
export function serviceFailure(request: Request, service: string): Response {
  const message = "The local runtime failed on this request; its log says how.";
  return refuse(request, service, { code: "InternalFailure", message, status: 500 });
}

/** Speaks the request's own protocol, so that the AWS CLI and the SDKs show the message and not a fault in reading it. */
function refuse(request: Request, service: string, refusal: Refusal): Response {
  const { code, message, status } = refusal;
  const type = request.headers.get("content-type") ?? "";
  if (request.headers.get("smithy-protocol") === "rpc-v2-cbor") return cborRefusal(refusal);
  const fields = { Code: code, Message: message };
  if (service === "s3" || service === "s3control") return xml(status, xmlElement("Error", fields));
  if (service === "ec2") return xml(status, `<Response><Errors>${xmlElement("Error", fields)}</Errors></Response>`);
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return queryRefusal(`https://${service}.amazonaws.com/doc/`, new QueryError(code, message, status));
  }
  const headers = { "x-amzn-errortype": code };
  return Response.json({ __type: code, message, Message: message }, { status, headers });
}

function xml(status: number, content: string): Response {
  return new Response(content, { status, headers: { "content-type": "application/xml" } });
}

/** A CBOR map of two texts. Source: RFC 8949, section 3; Smithy RPC v2 CBOR. */
function cborRefusal({ code, message, status }: Refusal): Response {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.of(0x79, bytes.length >> 8, bytes.length & 0xff), bytes]);
  };
  const body = Buffer.concat([Buffer.of(0xa2), text("__type"), text(code), text("message"), text(message)]);
  const headers = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
  return new Response(new Uint8Array(body), { status, headers });
}
