import { QueryError, queryRefusal } from "./services/aws-query.js";
import { xmlElement } from "./services/xml.js";

/** Why: one code for all, which no SDK repeats. */
const code = "UnrecognizedClientException";

/**
 * Answers a request for a service that has no API here, in the protocol that the request speaks, so that the AWS CLI and
 * the SDKs show the message and not a fault in reading it.
 *
 * @param service the SigV4 name, e.g. `sts`
 * @param known the names of the services that have an API here
 */
export function refuseService(request: Request, service: string, known: readonly string[]): Response {
  const message = `The service "${service}" has no API on this machine; these have one: ${known.join(", ")}.`;
  const type = request.headers.get("content-type") ?? "";
  if (request.headers.get("smithy-protocol") === "rpc-v2-cbor") return cborRefusal(message);
  if (service === "s3" || service === "s3control") return xml(xmlElement("Error", { Code: code, Message: message }));
  if (service === "ec2") {
    const error = xmlElement("Error", { Code: code, Message: message });
    return xml(`<Response><Errors>${error}</Errors></Response>`);
  }
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return queryRefusal(`https://${service}.amazonaws.com/doc/`, new QueryError(code, message));
  }
  const headers = { "x-amzn-errortype": code };
  return Response.json({ __type: code, message, Message: message }, { status: 400, headers });
}

function xml(content: string): Response {
  return new Response(content, { status: 400, headers: { "content-type": "application/xml" } });
}

/** A CBOR map of two texts. Source: RFC 8949, section 3; Smithy RPC v2 CBOR. */
function cborRefusal(message: string): Response {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.of(0x79, bytes.length >> 8, bytes.length & 0xff), bytes]);
  };
  const body = Buffer.concat([Buffer.of(0xa2), text("__type"), text(code), text("message"), text(message)]);
  const headers = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
  return new Response(new Uint8Array(body), { status: 400, headers });
}
