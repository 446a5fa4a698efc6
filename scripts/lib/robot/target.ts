import { IoTClient } from "@aws-sdk/client-iot";
import { PlainError, UsageError } from "../usage.js";

/** Which AWS the devices are in: the real one, or the runtime on this machine. */
export interface Target {
  readonly isLocal: boolean;
  readonly stage: string;
  /** The local runtime's address; absent for AWS. */
  readonly endpoint: string | undefined;
  /** For the first line that a script prints. */
  readonly description: string;
}

/** The lines of a usage that say how to choose the target. */
export const targetUsage = `  --port N      of the npm start on this machine, else PORT, else 3000
  --stage NAME  that stage in AWS, with your credentials; with --local beside it, that of the npm start
`;

/**
 * Chooses the target. One rule: `--stage NAME` means that stage in AWS, with your default credentials; without it, or with
 * `--local`, it is the runtime on this machine, at `--port`, `PORT` or 3000.
 *
 * @throws UsageError for a port that is none
 */
export function chooseTarget(
  options: {
    readonly local?: boolean | undefined;
    readonly stage?: string | undefined;
    readonly port?: string | undefined;
  },
  environment: Readonly<Record<string, string | undefined>>,
): Target {
  const { local = false, stage = environment.TF_VAR_stage ?? "local" } = options;
  if (options.stage !== undefined && !local) {
    return { isLocal: false, stage, endpoint: undefined, description: `AWS, stage ${stage}` };
  }
  const port = options.port ?? environment.PORT ?? "3000";
  if (!/^\d{1,5}$/u.test(port)) throw new UsageError(`The port is "${port}", but must be a number, such as 3000.`);
  const endpoint = `http://localhost:${port}`;
  return { isLocal: true, stage, endpoint, description: `the local runtime at ${endpoint}, stage ${stage}` };
}

/** The SDK's settings for a target. Locally any credentials do. */
export function clientSettings({ endpoint }: Pick<Target, "endpoint">) {
  if (endpoint === undefined) return {};
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  // The address by number: some machines have no name for ::1.
  return { endpoint: endpoint.replace("localhost", "127.0.0.1"), region: "us-east-1", credentials };
}

/** A client of IoT's control plane. */
export function iotClient(target: Pick<Target, "endpoint">): IoTClient {
  return new IoTClient({ ...clientSettings(target), maxAttempts: target.endpoint === undefined ? 3 : 1 });
}

/** An error of a call to the target, in words that say what to do. */
export function explain(error: unknown, { endpoint }: Pick<Target, "endpoint">): unknown {
  if (!(error instanceof Error)) return error;
  if (endpoint !== undefined && "code" in error && error.code === "ECONNREFUSED") {
    return new UsageError(`Nothing answers at ${endpoint}. Start it with npm start, or say where it is: --port 3001`);
  }
  // The SDK hangs the answer on the error when it cannot be read.
  if (endpoint !== undefined && error instanceof SyntaxError && "$response" in error) {
    return new UsageError(`What runs at ${endpoint} is no npm start. Say where that is: --port 3001`);
  }
  if (error.name === "CredentialsProviderError")
    return new UsageError(`There are no AWS credentials: ${error.message}`);
  if (error.message === "Region is missing") return new UsageError("Which region? Set it: export AWS_REGION=eu-west-1");
  // Of a connection: "getaddrinfo ENOTFOUND example.com".
  if ("syscall" in error) return new PlainError(`There is no answer: ${error.message}`);
  // What AWS says is for a person; where in the SDK it was said is not.
  return "$metadata" in error ? new PlainError(`${error.name}: ${error.message}`) : error;
}
