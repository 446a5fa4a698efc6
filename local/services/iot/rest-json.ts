import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../asl/spec/index.js";

/** A refusal of IoT's REST APIs. */
export class IotError extends Error {
  override readonly name = "IotError";
  /** E.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What there is not. */
export function notFound(message: string): IotError {
  return new IotError("ResourceNotFoundException", 404, message);
}

/** What the request has wrong. */
export function invalid(message: string): IotError {
  return new IotError("InvalidRequestException", 400, message);
}

/** Answers with JSON, or with the refusal that `act` throws. Source: Smithy, "AWS restJson1 protocol". */
export async function answerRest(act: () => Promise<JsonObject> | JsonObject): Promise<Response> {
  const headers = { "x-amzn-requestid": randomUUID() };
  try {
    return Response.json(await act(), { headers });
  } catch (error) {
    if (!(error instanceof IotError)) throw error;
    return restRefusal(error);
  }
}

/** A refusal as the protocol writes it. */
export function restRefusal({ code, status, message }: IotError): Response {
  const headers = { "x-amzn-requestid": randomUUID(), "x-amzn-errortype": code };
  return Response.json({ message, traceId: randomUUID() }, { status, headers });
}
