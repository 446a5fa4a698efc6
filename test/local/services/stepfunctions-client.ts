import { SFNClient, SFNServiceException } from "@aws-sdk/client-sfn";
import type { LocalContext } from "../../../local/service.js";
import { createStepFunctionsService, type StepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { serveService, testContext } from "./harness.js";

/** Step Functions on a port, with its client. */
export interface ServedStates {
  readonly client: SFNClient;
  readonly endpoint: string;
  readonly service: StepFunctionsService;
  stop(): Promise<void>;
}

/** Serves a Step Functions of its own. */
export async function serveStates(parts: Partial<LocalContext> = {}): Promise<ServedStates> {
  const service = createStepFunctionsService(testContext(parts));
  const server = await serveService(service);
  // StartSyncExecution goes to a host `sync-…`, which nobody answers here.
  const client = new SFNClient({ ...server.client, disableHostPrefix: true });
  return {
    client,
    endpoint: server.client.endpoint,
    service,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

/** Which error the service refuses a request with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((reason) => reason);
  if (!(error instanceof SFNServiceException)) throw new Error(`Step Functions accepted the request, or: ${error}`);
  return `${error.name}: ${error.message}`;
}

/** The role of all machines in these tests. */
export const roleArn = "arn:aws:iam::000000000000:role/machine";

/** The definition of a machine that passes a value on. */
export const passing = (value: unknown) =>
  JSON.stringify({ StartAt: "Give", States: { Give: { Type: "Pass", Result: value, End: true } } });

/** The definition of a machine that waits for an hour. */
export const waiting = JSON.stringify({
  StartAt: "Wait",
  States: { Wait: { Type: "Wait", Seconds: 3600, End: true } },
});

/** The definition of a machine that runs a child execution for each item of its input. */
export const distributed = (state: object = { Type: "Pass" }, more: object = {}) =>
  JSON.stringify({
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "each",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Item",
          States: { Item: { ...state, End: true } },
        },
        End: true,
        ...more,
      },
    },
  });
