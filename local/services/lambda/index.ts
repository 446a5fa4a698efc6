import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../../../asl/spec/index.js";
import type { CredentialStore } from "../../credentials.js";
import {
  type Attributes,
  type Invocation,
  type InvokeOptions,
  type LocalContext,
  type Resource,
  type Service,
  ServiceError,
} from "../../service.js";
import type { AccessRequest } from "../iam/policy.js";
import { requiredText } from "../resource-attributes.js";
import type { Queue } from "../sqs/queue.js";
import { createEventQueue, type EventQueue } from "./asynchronous/event-queue.js";
import {
  type AsyncSettings,
  checkDestinations,
  defaultAsyncSettings,
  readAsyncSettings,
  readDeadLetterTarget,
} from "./asynchronous/settings.js";
import { bootstrap } from "./bootstrap.js";
import { createMapping } from "./event-source/create-mapping.js";
import type { Mapping } from "./event-source/mapping.js";
import { createFunction, type LambdaFunction } from "./function.js";
import { handleInvoke } from "./invoke-api.js";
import { functionArnOf, functionNameOf, type Permission, permits, readPermission } from "./permissions.js";
import { createPool, type Pool } from "./pool.js";
import { errorPayload } from "./sandbox.js";

/** Six megabytes, the limit of a synchronous invocation's event and of its result. */
const payloadLimit = 6 * 1024 * 1024;
/** The result may be a little larger than the event. */
const responseLimit = 6_291_556;

/** What an asynchronous invocation's event may have. */
const asyncPayloadLimit = 1024 * 1024;

/** What Lambda needs besides the context. */
export interface LambdaSettings {
  readonly credentials: CredentialStore;
  /** The `AWS_ENDPOINT_URL_<SERVICE>` variables that functions get. */
  readonly endpoints: () => Readonly<Record<string, string>>;
  /** The queues that event source mappings may read. */
  readonly findQueue: (arn: string) => Queue | undefined;
  /** Whether a role may do something: `undefined`, or why not. */
  readonly authorize: (roleArn: string, access: AccessRequest) => string | undefined;
}

/** Lambda, with what other services use of it. */
export interface LambdaService extends Service {
  /** A synchronous invocation; see `LocalContext.invokeFunction`. */
  invoke(arnOrName: string, payload: Json, options?: InvokeOptions): Promise<Invocation>;
  /** An asynchronous invocation; see `LocalContext.queueEvent`. */
  queueEvent(arnOrName: string, payload: Json, options?: InvokeOptions): Promise<void>;
}

interface RunningFunction {
  readonly fn: LambdaFunction;
  readonly pool: Pool;
  readonly events: EventQueue;
  /** Runs it once; a throttled one throws `TooManyRequestsException`. */
  readonly run: (payload: Json, requestId: string) => Promise<Invocation>;
  asyncSettings: AsyncSettings;
}

/**
 * AWS Lambda: Node.js functions from their zips, each in workers with an environment of its own.
 *
 * Not as in AWS: idle environments are kept until the runtime stops and are not frozen between events, a memory setting
 * limits the heap only, and the code may use what Node.js here has, not what the function's `runtime` has.
 */
export function createLambdaService(context: LocalContext, settings: LambdaSettings): LambdaService {
  const functions = new Map<string, RunningFunction>();
  const mappings: Mapping[] = [];
  const permissions: Permission[] = [];
  const bootstrapFile = join(context.workFolder, "lambda-bootstrap.mjs");
  const written = mkdir(context.workFolder, { recursive: true }).then(() => writeFile(bootstrapFile, bootstrap));

  /** The function that a caller names, where it may invoke it with this event. */
  const allowed = (arnOrName: string, payload: Json, { as }: InvokeOptions, limit: number): RunningFunction => {
    const name = functionNameOf(arnOrName);
    const found = functions.get(name);
    const arn = functionArnOf(context, arnOrName);
    // Nothing here publishes a version or an alias.
    if (found === undefined || (arn !== found.fn.arn && arn !== `${found.fn.arn}:$LATEST`)) {
      throw new ServiceError("ResourceNotFoundException", 404, `Function not found: ${arn}`);
    }
    if (as !== undefined && !permissions.some((one) => permits(one, name, as.service, as.sourceArn))) {
      const message = `${as.service} may not invoke ${name}; add an aws_lambda_permission.`;
      throw new ServiceError("AccessDeniedException", 403, message);
    }
    const size = Buffer.byteLength(JSON.stringify(payload));
    if (size <= limit) return found;
    const message = `${size} byte payload is too large for the Invoke operation`;
    throw new ServiceError("RequestTooLargeException", 413, message);
  };

  const invoke = async (arnOrName: string, payload: Json, options: InvokeOptions = {}): Promise<Invocation> =>
    allowed(arnOrName, payload, options, payloadLimit).run(payload, context.uuid());
  const queueEvent = async (arnOrName: string, payload: Json, options: InvokeOptions = {}): Promise<void> =>
    allowed(arnOrName, payload, options, asyncPayloadLimit).events.add(payload);
  const dryRun = (arnOrName: string, payload: Json): void => void allowed(arnOrName, payload, {}, payloadLimit);

  const runnerOf =
    (fn: LambdaFunction, pool: Pool): RunningFunction["run"] =>
    async (payload, requestId) => {
      const answering = pool.invoke({ requestId, event: JSON.stringify(payload), invokedArn: fn.arn });
      if (answering === undefined) throw new ServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
      const answer = await answering;
      if ("payload" in answer && Buffer.byteLength(answer.payload) <= responseLimit) {
        const result: Json = JSON.parse(answer.payload);
        return { requestId, payload: result };
      }
      const error = "error" in answer ? answer.error : tooLarge(answer.payload);
      context.log("error", fn.name, `failed with ${error.errorType}`, { requestId });
      return { requestId, payload: errorPayload(error), functionError: "Unhandled" };
    };

  const creators: Readonly<Record<string, (resource: Resource) => Attributes | Promise<Attributes>>> = {
    async aws_lambda_function(resource) {
      await written;
      const name = requiredText(resource, "function_name");
      if (functions.has(name))
        throw new Error(`'function_name' is '${name}': there is a function of this name already.`);
      const credentials = settings.credentials.forRole;
      const fn = await createFunction(context, resource, { credentials, endpoints: settings.endpoints() });
      const pool = createPool(fn, bootstrapFile, (stream, line) => {
        context.log(stream === "stderr" ? "warn" : "info", fn.name, line);
      });
      const run = runnerOf(fn, pool);
      const events = createEventQueue({
        ...{ context, fn, invoke: run, deadLetterTarget: readDeadLetterTarget(resource) },
        settings: () => functions.get(fn.name)?.asyncSettings ?? defaultAsyncSettings,
      });
      functions.set(fn.name, { fn, pool, events, run, asyncSettings: defaultAsyncSettings });
      return computed(context, fn);
    },
    aws_lambda_permission(resource) {
      permissions.push(readPermission(resource));
      return { id: resource.name, statement_id: resource.attributes.statement_id ?? resource.name };
    },
    aws_lambda_function_event_invoke_config(resource) {
      const found = functions.get(functionNameOf(requiredText(resource, "function_name")));
      if (found === undefined)
        throw new Error(`'function_name' is '${resource.attributes.function_name}': there is no such function.`);
      const asyncSettings = readAsyncSettings(resource);
      checkDestinations(settings.authorize, found.fn, asyncSettings);
      found.asyncSettings = asyncSettings;
      return { id: found.fn.name };
    },
    aws_lambda_event_source_mapping(resource) {
      const { attributes, mapping } = createMapping(
        {
          ...{ context, findQueue: settings.findQueue, authorize: settings.authorize },
          findFunction: (name) => functions.get(name)?.fn,
          invokerOf: (fn) => (event) => invoke(fn.name, event),
        },
        resource,
      );
      if (mapping !== undefined) mappings.push(mapping);
      return attributes;
    },
  };

  return {
    name: "lambda",
    title: "Lambda",
    resourceTypes: Object.keys(creators),
    create(resource) {
      const creator = creators[resource.type];
      if (creator === undefined) throw new Error(`Lambda has no '${resource.type}' here.`);
      return creator(resource);
    },
    summary: () => `${functions.size} ${functions.size === 1 ? "function" : "functions"}`,
    handle: (request) => handleInvoke(request, { invoke, queueEvent, dryRun }),
    async stop() {
      const ending = mappings.map((mapping) => mapping.stop());
      for (const { events } of functions.values()) events.stop();
      await Promise.all([...functions.values()].map(({ pool }) => pool.stop()));
      await Promise.all(ending);
    },
    invoke,
    queueEvent,
  };
}

function tooLarge(payload: string) {
  const size = Buffer.byteLength(payload);
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (${responseLimit} bytes).`,
  };
}

function computed({ partition, region }: LocalContext, { arn, name, codeBytes }: LambdaFunction) {
  const invokeArn = (target: string) =>
    `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
  return {
    id: name,
    arn,
    version: "$LATEST",
    invoke_arn: invokeArn(arn),
    qualified_arn: `${arn}:$LATEST`,
    qualified_invoke_arn: invokeArn(`${arn}:$LATEST`),
    source_code_size: codeBytes,
    last_modified: new Date(0).toISOString(),
  };
}
