import { IoTClient } from "@aws-sdk/client-iot";
import { UsageError } from "../local-run.js";

/** Which AWS the devices are in: the real one, or the runtime on this machine. */
export interface Target {
  readonly isLocal: boolean;
  readonly stage: string;
  /** The local runtime's address; absent for AWS. */
  readonly endpoint: string | undefined;
  /** For the first line that a script prints. */
  readonly description: string;
}

/**
 * Chooses the target. One rule: `--stage NAME` means that stage in AWS, with your default credentials; without it, or with
 * `--local`, it is the runtime on this machine, at `PORT` or 3000.
 *
 * @throws UsageError for a `PORT` that is no port
 */
export function chooseTarget(
  options: { readonly local?: boolean | undefined; readonly stage?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): Target {
  const { local = false, stage = environment.TF_VAR_stage ?? "local" } = options;
  if (options.stage !== undefined && !local) {
    return { isLocal: false, stage, endpoint: undefined, description: `AWS, stage ${stage}` };
  }
  const port = environment.PORT ?? "3000";
  if (!/^\d{1,5}$/u.test(port)) throw new UsageError(`PORT is "${port}", but must be the number of a port.`);
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
export function explain(error: unknown, { endpoint }: Target): unknown {
  const isRefused = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
  if (isRefused && endpoint !== undefined) {
    return new UsageError(
      `Nothing answers at ${endpoint}. Start it with npm start, or say where it is: PORT=3001 npm run ...`,
    );
  }
  const isUnsigned = error instanceof Error && error.name === "CredentialsProviderError";
  return isUnsigned ? new UsageError(`There are no AWS credentials: ${error.message}`) : error;
}
