import { setTimeout as sleep } from "node:timers/promises";
import {
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { type Packed, pack, readPicking } from "./pick.js";

/** What a warehouse needs to work. */
export interface WarehouseOptions {
  readonly client: SFNClient;
  /** The activity whose tasks it does. */
  readonly activityArn: string;
  readonly workerName: string;
  /** How long it takes to pick one order, in seconds. */
  readonly speedSeconds: number;
  /** How long it is between two heartbeats at most, in seconds; shorter than the state's `HeartbeatSeconds`. */
  readonly heartbeatSeconds: number;
  /** Takes a line for the person who watches; it holds order ids, and no task token. */
  readonly say: (line: string) => void;
}

/** A warehouse at work. */
export interface RunningWarehouse {
  /** Takes no more tasks and lets go of the one in hand; its heartbeat stops, so that another worker gets it. */
  stop(): Promise<void>;
}

/** Works on an activity's tasks, one after the other, until it is stopped: asks, waits up to a minute for an answer, and asks again. */
export function runWarehouse(options: WarehouseOptions): RunningWarehouse {
  const { client, activityArn, workerName, say } = options;
  const aborter = new AbortController();
  const { signal } = aborter;

  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const command = new GetActivityTaskCommand({ activityArn, workerName });
        const { taskToken, input } = await client.send(command, { abortSignal: signal });
        // An answer without a token: nobody needed anything for a minute.
        if (taskToken) await doTask(options, taskToken, input ?? "", signal);
      } catch (error) {
        if (signal.aborted) return;
        say(`could not work: ${error instanceof Error ? error.name : "unknown error"}; trying again`);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  };

  const done = work();
  return {
    stop: async () => {
      aborter.abort();
      await done;
    },
  };
}

const RETRY_MS = 2_000;

async function doTask(options: WarehouseOptions, taskToken: string, input: string, signal: AbortSignal): Promise<void> {
  const { client, say } = options;
  const picking = readPicking(input);
  if (picking) say(`picks ${picking.orderId}`);
  try {
    if (picking) await pickSlowly(options, taskToken, signal);
    const packed: Packed = picking ? pack(picking) : { error: "InvalidInput", cause: "This is no order to pick." };
    if ("output" in packed) {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(packed.output) }));
    } else {
      await client.send(new SendTaskFailureCommand({ taskToken, ...packed }));
    }
    say(`${"output" in packed ? "packed" : `could not pack (${packed.error})`} ${picking?.orderId ?? "a task"}`);
  } catch (error) {
    // The order was stopped, or another worker has it by now.
    if (!(error instanceof TaskTimedOut) && !(error instanceof TaskDoesNotExist)) throw error;
    say(`puts ${picking?.orderId ?? "a task"} back: nobody waits for it any more`);
  }
}

/** Takes its time, and says now and then that it is still at it. */
async function pickSlowly(options: WarehouseOptions, taskToken: string, signal: AbortSignal): Promise<void> {
  const { client, speedSeconds, heartbeatSeconds } = options;
  const until = Date.now() + speedSeconds * 1000;
  for (let left = speedSeconds * 1000; left > 0; left = until - Date.now()) {
    await sleep(Math.min(left, heartbeatSeconds * 1000), undefined, { signal });
    await client.send(new SendTaskHeartbeatCommand({ taskToken }), { abortSignal: signal });
  }
}
