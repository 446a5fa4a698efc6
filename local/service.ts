import type { Clock } from "../asl/interpreter/index.js";
import { isObject } from "../asl/interpreter/json.js";
import type { Json, JsonObject } from "../asl/spec/index.js";
import type { Log } from "./log.js";

export { isObject };

/**
 * A resource of a synthesized stack, its references resolved: what a service gets to create.
 *
 * @example
 * { address: "aws_sns_topic.alarms", type: "aws_sns_topic", name: "alarms", system: "pet-reminders",
 *   folder: "…/cdktf.out/stacks/pet-reminders", attributes: { name: "pet-reminders-local-alarms" } }
 */
export interface Resource {
  /** Its address in Terraform, `type.name`: what an error names. */
  readonly address: string;
  /** E.g. `aws_lambda_function`. */
  readonly type: string;
  /** The last part of the address. */
  readonly name: string;
  /** The stack it stands in, e.g. `pet-reminders`. */
  readonly system: string;
  /** The stack's folder: relative paths in attributes (`filename`, `source`) start here. */
  readonly folder: string;
  /** The arguments as synthesized, with every reference and template resolved; a nested block is an object or a list of objects (see `blocks`). */
  readonly attributes: JsonObject;
}

/** What AWS would have computed, under the names that Terraform gives it: `arn`, `id`, ... */
export type Attributes = JsonObject;

/** Who calls an AWS API, read from the `Credential` of the request's signature. Nothing is verified: the server is on loopback. */
export interface Caller {
  readonly accessKeyId: string;
  /** The role of the function that calls; absent for a person's own credentials. */
  readonly roleArn?: string;
  /** The service that calls by itself, e.g. `sns.amazonaws.com`, and the resource that it acts for. */
  readonly service?: string;
  readonly sourceArn?: string;
}

/**
 * One AWS service as it runs here: creates resources, answers its wire protocol, stops.
 * A module exports `createXService(context: LocalContext): Service`.
 */
export interface Service {
  /** The name in the credential scope of a signed request: `ses`, `sns`, `states`, `dynamodb`, `lambda`. */
  readonly name: string;
  /** For the line that `npm start` prints, e.g. `Step Functions`. */
  readonly title: string;
  /** The Terraform resource types that it creates. */
  readonly resourceTypes: readonly string[];
  /** Creates one resource and gives its computed attributes. Called in dependency order. Throws an `Error` that says what is wrong; the caller adds the address. */
  create(resource: Resource): Promise<Attributes> | Attributes;
  /** What it runs, in a few words for the start's output, e.g. `3 functions`. */
  summary?(): string;
  /** Answers one signed request of the service's API. A service without it has no API here. */
  handle?(request: Request, caller: Caller): Promise<Response> | Response;
  /** Ends all it started: timers, workers, sockets. Safe to call twice. */
  stop(): Promise<void>;
}

/** A message that left through SES or SNS, as `GET /_local/api/messages` gives it. */
export interface Message {
  readonly kind: "email" | "sms";
  /** An address, or several with `, ` between; or a phone number. */
  readonly to: string;
  readonly from?: string;
  readonly subject?: string;
  readonly body: string;
  /** When it was sent, RFC 3339 in UTC. */
  readonly at: string;
}

/** The inbox of everyone: all messages in the order in which they were sent. */
export interface Inbox {
  add(message: Message): void;
  list(): readonly Message[];
}

/** How a synchronous invocation of a function ended. */
export interface Invocation {
  readonly requestId: string;
  /** What the function returned, or `{errorMessage, errorType, trace}` when it failed. */
  readonly payload: Json;
  /** Set when the function failed: threw, crashed or timed out. */
  readonly functionError?: "Unhandled";
}

/** An AWS API's own refusal, such as `TooManyRequestsException`: no function ran. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  /** The error code without the service, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly statusCode: number;
  /** Whether the service's model has this error, as most have: SDKs give the others the name of the service. */
  readonly isModeled: boolean;

  constructor(code: string, statusCode: number, message: string, isModeled = true) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
    this.isModeled = isModeled;
  }
}

/** Answers what is sent to one host name, e.g. an API's or a bucket's. */
export type HostHandler = (request: Request) => Promise<Response>;

/** The host names that exist in this AWS. A distribution reaches its origins through it. */
export interface Hosts {
  add(hostname: string, handler: HostHandler): void;
  find(hostname: string): HostHandler | undefined;
}

/** What every service is made with. */
export interface LocalContext {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** The one address of this runtime, without a final slash: `http://127.0.0.1:3000`. Throws before the server listens. */
  endpoint(): string;
  readonly log: Log;
  readonly messages: Inbox;
  readonly hosts: Hosts;
  /** A folder of this run alone, removed when it stops. */
  readonly workFolder: string;
  /**
   * Invokes a function synchronously, as Lambda's `Invoke` does.
   *
   * @param arnOrName the function's name or ARN, with or without a qualifier
   * @throws ServiceError `TooManyRequestsException` at its concurrency limit, `ResourceNotFoundException` where there is none,
   *   `AccessDeniedException` for a service that no `aws_lambda_permission` lets in
   */
  invokeFunction(arnOrName: string, payload: Json, options?: InvokeOptions): Promise<Invocation>;
  /**
   * Hands an event to a function as Lambda's asynchronous `Invoke` does: it resolves when the event is queued, and Lambda
   * retries by itself.
   *
   * @throws ServiceError as `invokeFunction`, but for its concurrency limit
   */
  queueEvent(arnOrName: string, payload: Json, options?: InvokeOptions): Promise<void>;
  /**
   * Calls another service's API over the wire, as somebody whose policies are asked.
   *
   * @throws ServiceError what the service answered: its code, status and message
   */
  callApi(call: ApiCall): Promise<JsonObject>;
  readonly events: ServiceEvents;
}

/**
 * Who a service acts as when it calls another one: a role that it was given, or itself for one of its resources, which
 * the other side's resource policy must let in.
 *
 * @example { service: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-west-1:000000000000:orders-local-dispatch" }
 */
export type Actor = { readonly roleArn: string } | { readonly service: string; readonly sourceArn: string };

/** One call of an AWS API by a service. */
export interface ApiCall {
  /** The SigV4 name of the service called, e.g. `sqs`, `dynamodb`, `states`. */
  readonly service: string;
  /** E.g. `SendMessage`. */
  readonly action: string;
  /** The action's parameters, as the SDK names them; bytes as text in base64. */
  readonly input: JsonObject;
  readonly as: Actor;
}

/** An event as it is on an event bus. Source: EventBridge user guide, "Events". */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339 in UTC, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** Where services put the events that they send to the default event bus, and EventBridge takes them. */
export interface ServiceEvents {
  publish(event: Pick<BusEvent, "detail-type" | "source" | "resources" | "detail">): void;
  subscribe(listener: (event: BusEvent) => void): void;
}

/** How a function is invoked. There is no way to take an invocation back: in AWS, too, it runs to its end. */
export interface InvokeOptions {
  /** Who invokes it, where that is a service that needs an `aws_lambda_permission`. */
  readonly as?: {
    /** E.g. `apigateway.amazonaws.com`. */
    readonly service: string;
    readonly sourceArn: string;
  };
}

/**
 * The blocks of one kind in a resource: Terraform's JSON writes one as an object or as a list with one object.
 *
 * @example
 * blocks(resource.attributes.environment); // [{ variables: {...} }]
 */
export function blocks(value: Json | undefined): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.filter(isObject);
}
