import { randomUUID } from "node:crypto";
import { type XmlFields, xmlElement } from "./xml.js";

/**
 * The answer that a query API gives when it refuses a request.
 *
 * @example throw new QueryError("NotFound", "Topic does not exist", 404);
 */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly code: string;
  readonly status: number;

  /** `status` is the HTTP status: 400 unless AWS answers this code with another. */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** One action: takes the request's parameters, gives the fields of its result element. */
export type QueryAction = (parameters: QueryParameters) => XmlFields | Promise<XmlFields>;

/** An API that speaks the AWS query protocol: form fields in, XML out. */
export interface QueryApi {
  /** The XML namespace of its answers. */
  readonly namespace: string;
  /** The API version, as in the parameter `Version`. */
  readonly version: string;
  readonly actions: Readonly<Record<string, QueryAction>>;
}

/** The parameters of a query request. An empty value counts as given. */
export class QueryParameters {
  readonly #fields: URLSearchParams;

  constructor(fields: URLSearchParams) {
    this.#fields = fields;
  }

  /** The value of one parameter. */
  get(name: string): string | undefined {
    return this.#fields.get(name) ?? undefined;
  }

  /** Whether a parameter, or a structure's or list's part, is given. */
  has(name: string): boolean {
    return [...this.#fields.keys()].some((key) => key === name || key.startsWith(`${name}.`));
  }

  /** A list: `Name.member.1`, `Name.member.2`, ... in the order of their numbers. */
  list(name: string): readonly string[] {
    return this.#numbers(`${name}.member.`).map((number) => this.get(`${name}.member.${number}`) ?? "");
  }

  /** A list of structures: the parameters below `Name.member.1`, `Name.member.2`, ... */
  structures(name: string): readonly QueryParameters[] {
    return this.#numbers(`${name}.member.`).map((number) => {
      const prefix = `${name}.member.${number}.`;
      const fields = new URLSearchParams();
      for (const [key, value] of this.#fields)
        if (key.startsWith(prefix)) fields.append(key.slice(prefix.length), value);
      return new QueryParameters(fields);
    });
  }

  /** The prefixes of a map's entries: `Name.entry.1`, `Name.entry.2`, ... */
  entries(name: string): readonly string[] {
    return this.#numbers(`${name}.entry.`).map((number) => `${name}.entry.${number}`);
  }

  #numbers(prefix: string): readonly number[] {
    const numbers = [...this.#fields.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number.parseInt(key.slice(prefix.length), 10))
      .filter((number) => number > 0);
    return [...new Set(numbers)].sort((one, other) => one - other);
  }
}

/**
 * Answers one request of the AWS query protocol.
 *
 * Source: the error codes and shapes of "Common Errors" in the SES and SNS API references.
 */
export async function answerQuery(api: QueryApi, request: Request): Promise<Response> {
  const fields = new URLSearchParams(request.method === "POST" ? await request.text() : new URL(request.url).search);
  try {
    const name = fields.get("Action") ?? "";
    const result = await findAction(api, name)(new QueryParameters(fields));
    const requestId = randomUUID();
    const body = { [`${name}Result`]: result, ResponseMetadata: { RequestId: requestId } };
    return xmlResponse(200, requestId, xmlElement(`${name}Response`, body, api.namespace));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return queryRefusal(api.namespace, error);
  }
}

/** A refusal as the protocol writes it. */
export function queryRefusal(namespace: string, { status, code, message }: QueryError): Response {
  const requestId = randomUUID();
  const body = {
    Error: { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message },
    RequestId: requestId,
  };
  return xmlResponse(status, requestId, xmlElement("ErrorResponse", body, namespace));
}

/**
 * The error for a required parameter that is missing.
 *
 * @example required(parameters.get("Source"), "source")
 * @throws {QueryError} `ValidationError`
 */
export function required<T>(value: T | undefined, member: string): T {
  if (value !== undefined) return value;
  throw new QueryError(
    "ValidationError",
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function findAction(api: QueryApi, name: string): QueryAction {
  if (name === "") throw new QueryError("MissingAction", "The request is missing the parameter Action");
  const action = Object.hasOwn(api.actions, name) ? api.actions[name] : undefined;
  if (action) return action;
  const known = `Of this API, only these actions work here: ${Object.keys(api.actions).join(", ")}.`;
  throw new QueryError("InvalidAction", `Could not find operation ${name} for version ${api.version}. ${known}`);
}

function xmlResponse(status: number, requestId: string, body: string): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
  });
}
