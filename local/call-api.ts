import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { Json, JsonObject } from "../asl/spec/index.js";
import type { CredentialStore } from "./credentials.js";
import { type ApiCall, type Caller, isObject, ServiceError } from "./service.js";

/** What carries the SDK's requests: the same for all its clients. */
type Transport = NonNullable<DynamoDBClientConfig["requestHandler"]>;

interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: ReturnType<CredentialStore["forActor"]>;
  readonly requestHandler?: Transport;
  readonly maxAttempts: 1;
  readonly disableHostPrefix: true;
}

/** The SDK's clients by the service's SigV4 name, loaded when a service is first called. */
const clients: Readonly<Record<string, (settings: ClientSettings) => Promise<object>>> = {
  dynamodb: async (settings) => new (await import("@aws-sdk/client-dynamodb")).DynamoDB(settings),
  events: async (settings) => new (await import("@aws-sdk/client-eventbridge")).EventBridge(settings),
  iotdata: async (settings) => new (await import("@aws-sdk/client-iot-data-plane")).IoTDataPlane(settings),
  lambda: async (settings) => new (await import("@aws-sdk/client-lambda")).Lambda(settings),
  ses: async (settings) => new (await import("@aws-sdk/client-ses")).SES(settings),
  sns: async (settings) => new (await import("@aws-sdk/client-sns")).SNS(settings),
  sqs: async (settings) => new (await import("@aws-sdk/client-sqs")).SQS(settings),
  states: async (settings) => new (await import("@aws-sdk/client-sfn")).SFN(settings),
};

/** What a caller of APIs needs to know of its runtime. */
export interface ApiCallerSettings {
  readonly endpoint: () => string;
  readonly region: string;
  readonly credentials: CredentialStore;
  /** Hands a request to the service with this SigV4 name, without a connection. Without it, requests go to `endpoint`. */
  readonly ask?: (service: string, request: Request, caller: Caller) => Promise<Response>;
}

/**
 * Makes `LocalContext.callApi`: the calls of one service by another are those of the SDK's own clients, byte by byte, but
 * without a socket. On a busy machine a connection of a program to itself is closed now and then just when it is used again, and
 * that would be a failure which no AWS has.
 */
export function createApiCaller({
  endpoint,
  region,
  credentials,
  ask,
}: ApiCallerSettings): (call: ApiCall) => Promise<JsonObject> {
  const made = new Map<string, Promise<object>>();
  return async ({ service, action, input, as }) => {
    const identity = credentials.forActor(as);
    const create = clients[service];
    if (create === undefined) throw new Error(`The service "${service}" cannot be called by another one here.`);
    const key = `${service} ${identity.accessKeyId}`;
    const making =
      made.get(key) ??
      create({
        ...{ endpoint: endpoint(), region, credentials: identity, maxAttempts: 1, disableHostPrefix: true },
        ...(ask && {
          requestHandler: transport((request) => ask(service, request, credentials.callerOf(identity.accessKeyId))),
        }),
      });
    made.set(key, making);
    const client = await making;
    const method: unknown = Reflect.get(client, action.charAt(0).toLowerCase() + action.slice(1));
    if (typeof method !== "function") throw new Error(`The service "${service}" has no action "${action}".`);
    try {
      const answer: unknown = await Reflect.apply(method, client, [withBytes(service, input)]);
      return plainObject(answer);
    } catch (error) {
      throw refusal(error);
    }
  };
}

/** A request as the SDK's clients hand it to what carries it. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** Carries the SDK's requests to `answer` instead of over a connection. */
function transport(answer: (request: Request) => Promise<Response>): Transport {
  return {
    async handle({ protocol, hostname, port, path, query = {}, method, headers, body }: SdkRequest) {
      const fields = Object.entries(query).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value ?? ""]),
      );
      const search = fields.length === 0 ? "" : `?${new URLSearchParams(fields)}`;
      const content = body instanceof Uint8Array ? new Uint8Array(body) : typeof body === "string" ? body : undefined;
      const request = new Request(`${protocol}//${hostname}:${port}${path}${search}`, {
        method,
        headers,
        ...(content !== undefined && { body: content }),
      });
      const response = await answer(request);
      return {
        response: {
          statusCode: response.status,
          headers: Object.fromEntries(response.headers),
          body: new Uint8Array(await response.arrayBuffer()),
        },
      };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** What the service answered, as a `ServiceError`; any other error stays as it is. */
function refusal(error: unknown): unknown {
  if (!(error instanceof Error) || !("$metadata" in error)) return error;
  const metadata: unknown = error.$metadata;
  const status = typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata;
  if (!status || typeof metadata.httpStatusCode !== "number") return error;
  // An error of the model has a class of its own name; the others share the service's.
  const isModeled = error.constructor.name === error.name;
  return new ServiceError(error.name, metadata.httpStatusCode, error.message, isModeled);
}

/** An answer of the SDK as JSON, without the SDK's own `$metadata`; bytes are text in base64. */
function plainObject(answer: unknown): JsonObject {
  const json: Json = JSON.parse(JSON.stringify(answer ?? {}, withoutBytes));
  if (!isObject(json)) return {};
  const { $metadata, ...rest } = json;
  return rest;
}

/** A replacer of `JSON.stringify`; a `Buffer` has become an object before it comes here. */
function withoutBytes(this: object, key: string, value: unknown): unknown {
  const original: unknown = Reflect.get(this, key);
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}

/** Bytes by service: where the SDK wants them in an input. */
const bytesOf: Readonly<Record<string, (input: JsonObject) => object>> = {
  dynamodb: attributeBytes,
  iotdata: payloadBytes("payload"),
  lambda: payloadBytes("Payload"),
  sns: messageAttributeBytes,
  sqs: messageAttributeBytes,
};

function withBytes(service: string, input: JsonObject): object {
  return bytesOf[service]?.(input) ?? input;
}

function payloadBytes(field: string): (input: JsonObject) => object {
  return (input) => {
    const payload = input[field];
    return typeof payload === "string" ? { ...input, [field]: Buffer.from(payload, "base64") } : input;
  };
}

function messageAttributeBytes(input: JsonObject): object {
  const { MessageAttributes } = input;
  if (!isObject(MessageAttributes)) return input;
  const attributes = Object.entries(MessageAttributes).map(([name, attribute]) => [
    name,
    isObject(attribute) ? payloadBytes("BinaryValue")(attribute) : attribute,
  ]);
  return { ...input, MessageAttributes: Object.fromEntries(attributes) };
}

/** An attribute value `{B: text}` or `{BS: [text]}` has bytes; nothing else in an input has such a key alone. */
function attributeBytes(input: JsonObject): object {
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, attributeValue(value)]));
}

function attributeValue(value: Json): unknown {
  if (Array.isArray(value)) return value.map(attributeValue);
  if (!isObject(value)) return value;
  const { B: bytes, BS: several } = value;
  if (Object.keys(value).length === 1 && typeof bytes === "string") return { B: Buffer.from(bytes, "base64") };
  if (Object.keys(value).length === 1 && Array.isArray(several)) {
    return { BS: several.map((one) => Buffer.from(String(one), "base64")) };
  }
  return attributeBytes(value);
}
