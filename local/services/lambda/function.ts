import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import type { Json } from "../../../asl/spec/index.js";
import type { Credentials } from "../../credentials.js";
import { blocks, type LocalContext, type Resource } from "../../service.js";
import { requiredText } from "../resource-attributes.js";

/** A function, ready to run. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly handler: string;
  /** Its code, unzipped. */
  readonly folder: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The most events at a time. */
  readonly concurrency: number;
  /** All that the function finds in `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The constant part of the context object. */
  readonly context: Readonly<Record<string, string>>;
  readonly codeBytes: number;
}

/** Without a reservation a function may use what the account has left: 10 for a new account, and here. */
const defaultConcurrency = 10;

/**
 * Makes a function of an `aws_lambda_function`: unzips its code and puts its environment together.
 *
 * @param endpoints `AWS_ENDPOINT_URL_<SERVICE>` variables
 */
export async function createFunction(
  context: LocalContext,
  resource: Resource,
  fixed: {
    readonly credentials: (roleArn: string) => Credentials;
    readonly endpoints: Readonly<Record<string, string>>;
  },
): Promise<LambdaFunction> {
  const { attributes, folder } = resource;
  const name = requiredText(resource, "function_name");
  const roleArn = requiredText(resource, "role");
  const handler = requiredText(resource, "handler");
  const runtime = requiredText(resource, "runtime");
  if (!runtime.startsWith("nodejs")) throw new Error(`'runtime' is "${runtime}"; only Node.js functions run here.`);
  const memoryMb = positive(attributes.memory_size, "memory_size") ?? 128;
  const reserved = attributes.reserved_concurrent_executions;
  const filename = requiredText(resource, "filename");
  const zip = await readFile(resolve(folder, filename));
  const code = join(context.workFolder, "functions", name);
  await unzip(zip, code).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`'filename' is '${filename}', which cannot be unpacked: ${why}.`);
  });
  const logGroup = optionalLogGroup(attributes.logging_config) ?? `/aws/lambda/${name}`;
  const logStream = `local/[$LATEST]${context.uuid().replaceAll("-", "")}`;
  const credentials = fixed.credentials(roleArn);
  return {
    name,
    arn: `arn:${context.partition}:lambda:${context.region}:${context.accountId}:function:${name}`,
    roleArn,
    handler,
    folder: code,
    timeoutSeconds: positive(attributes.timeout, "timeout") ?? 3,
    memoryMb,
    concurrency: typeof reserved === "number" && reserved >= 0 ? reserved : defaultConcurrency,
    environment: {
      ...ownVariables(attributes.environment),
      ...fixed.endpoints,
      AWS_REGION: context.region,
      AWS_DEFAULT_REGION: context.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      LAMBDA_TASK_ROOT: code,
      // Here runs whatever Node.js there is; in Lambda the function's runtime, which the SDK supports.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      _HANDLER: handler,
    },
    context: {
      functionName: name,
      functionVersion: "$LATEST",
      memoryLimitInMB: String(memoryMb),
      logGroupName: logGroup,
      logStreamName: logStream,
    },
    codeBytes: zip.byteLength,
  };
}

async function unzip(zip: Uint8Array, folder: string): Promise<void> {
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    const target = resolve(folder, path);
    if (!target.startsWith(resolve(folder) + sep)) throw new Error(`it has a path outside its folder, "${path}"`);
    if (path.endsWith("/")) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

function ownVariables(environment: Json | undefined): Record<string, string> {
  const variables = blocks(environment).flatMap((block) => blocks(block.variables).flatMap(Object.entries<Json>));
  return Object.fromEntries(variables.map(([key, value]) => [key, String(value)]));
}

function optionalLogGroup(config: Json | undefined): string | undefined {
  const [group] = blocks(config).map((block) => block.log_group);
  return typeof group === "string" ? group : undefined;
}

function positive(value: Json | undefined, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && value > 0) return value;
  throw new Error(`'${name}' is ${JSON.stringify(value)}, but must be a positive number.`);
}
