import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../../../asl/spec/index.js";
import type { CredentialStore } from "../../credentials.js";
import { type Invocation, type InvokeOptions, type LocalContext, type Service, ServiceError } from "../../service.js";
import { bootstrap } from "./bootstrap.js";
import { createFunction, type LambdaFunction } from "./function.js";
import { handleInvoke } from "./invoke-api.js";
import { functionNameOf, type Permission, permits, readPermission } from "./permissions.js";
import { createPool, type Pool } from "./pool.js";
import { errorPayload } from "./sandbox.js";

/** Six megabytes, the limit of a synchronous invocation's event and of its result. */
const payloadLimit = 6 * 1024 * 1024;
/** The result may be a little larger than the event. */
const responseLimit = 6_291_556;

/** What a function's creation needs besides the context. */
export interface LambdaSettings {
  readonly credentials: CredentialStore;
  /** The `AWS_ENDPOINT_URL_<SERVICE>` variables that functions get. */
  readonly endpoints: () => Readonly<Record<string, string>>;
}

/** Lambda, with what other services use of it. */
export interface LambdaService extends Service {
  /** A synchronous invocation; see `LocalContext.invokeFunction`. */
  invoke(arnOrName: string, payload: Json, options?: InvokeOptions): Promise<Invocation>;
  /** An asynchronous invocation; see `LocalContext.queueEvent`. */
  queueEvent(arnOrName: string, payload: Json, options?: InvokeOptions): Promise<void>;
}

/**
 * AWS Lambda: Node.js functions from their zips, each in workers with an environment of its own.
 *
 * Not as in AWS: idle environments are kept until the runtime stops and are not frozen between events, a memory setting
 * limits the heap only, and the code may use what Node.js here has, not what the function's `runtime` has.
 */
export function createLambdaService(context: LocalContext, settings: LambdaSettings): LambdaService {
  const functions = new Map<string, { readonly fn: LambdaFunction; readonly pool: Pool }>();
  const permissions: Permission[] = [];
  const bootstrapFile = join(context.workFolder, "lambda-bootstrap.mjs");
  const written = mkdir(context.workFolder, { recursive: true }).then(() => writeFile(bootstrapFile, bootstrap));

  const invoke = async (arnOrName: string, payload: Json, options: InvokeOptions = {}): Promise<Invocation> => {
    const name = functionNameOf(arnOrName);
    const found = functions.get(name);
    if (found === undefined) {
      const arn = `arn:${context.partition}:lambda:${context.region}:${context.accountId}:function:${name}`;
      throw new ServiceError("ResourceNotFoundException", 404, `Function not found: ${arn}`);
    }
    const { fn, pool } = found;
    const { as } = options;
    if (as !== undefined && !permissions.some((one) => permits(one, name, as.service, as.sourceArn))) {
      throw new ServiceError(
        "AccessDeniedException",
        403,
        `${as.service} may not invoke ${name}; add an aws_lambda_permission.`,
      );
    }
    const event = JSON.stringify(payload);
    const size = Buffer.byteLength(event);
    if (size > payloadLimit) {
      throw new ServiceError(
        "RequestTooLargeException",
        413,
        `${size} byte payload is too large for the Invoke operation`,
      );
    }
    const requestId = context.uuid();
    const answering = pool.invoke({ requestId, event, invokedArn: fn.arn });
    if (answering === undefined) throw new ServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
    const answer = await answering;
    if ("payload" in answer && Buffer.byteLength(answer.payload) <= responseLimit) {
      const result: Json = JSON.parse(answer.payload);
      return { requestId, payload: result };
    }
    const error = "error" in answer ? answer.error : tooLarge(answer.payload);
    context.log("error", name, `failed with ${error.errorType}`, { requestId });
    return { requestId, payload: errorPayload(error), functionError: "Unhandled" };
  };

  return {
    name: "lambda",
    title: "Lambda",
    resourceTypes: ["aws_lambda_function", "aws_lambda_permission"],
    async create(resource) {
      if (resource.type === "aws_lambda_permission") {
        permissions.push(readPermission(resource));
        return { id: resource.name, statement_id: resource.attributes.statement_id ?? resource.name };
      }
      await written;
      const credentials = settings.credentials.forRole;
      const fn = await createFunction(context, resource, { credentials, endpoints: settings.endpoints() });
      const pool = createPool(fn, bootstrapFile, (stream, line) => {
        context.log(stream === "stderr" ? "warn" : "info", fn.name, line);
      });
      functions.set(fn.name, { fn, pool });
      return computed(context, fn);
    },
    summary: () => `${functions.size} ${functions.size === 1 ? "function" : "functions"}`,
    handle: (request) => handleInvoke(request, invoke, (error) => context.log("error", "lambda", error)),
    async stop() {
      await Promise.all([...functions.values()].map(({ pool }) => pool.stop()));
    },
    invoke,
    async queueEvent(arnOrName, payload, options) {
      await invoke(arnOrName, payload, options);
    },
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
