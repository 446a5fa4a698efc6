import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import type { RunningWarehouse } from "./run-warehouse.js";

/** What the ramp of a warehouse needs. */
export interface RampOptions {
  readonly client: SQSClient;
  readonly queueName: string;
  readonly say: (line: string) => void;
}

const messageSchema = v.object({ orderId: v.string(), trackingNumber: v.string() });

/** Hands parcels over to the carrier, as the messages of a queue say, until it is stopped. */
export function runRamp({ client, queueName, say }: RampOptions): RunningWarehouse {
  const aborter = new AbortController();
  const { signal } = aborter;

  const work = async (): Promise<void> => {
    let queueUrl: string | undefined;
    while (!signal.aborted) {
      try {
        queueUrl ??= (await client.send(new GetQueueUrlCommand({ QueueName: queueName }))).QueueUrl;
        const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
        const { Messages: messages = [] } = await client.send(receive, { abortSignal: signal });
        for (const { Body: body, ReceiptHandle } of messages) {
          const message = v.safeParse(messageSchema, parseJson(body));
          // What is no message of ours stays, and the queue moves it to its dead letters.
          if (!message.success) continue;
          say(`hands over ${message.output.orderId}`);
          await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        }
      } catch (error) {
        if (signal.aborted) return;
        say(`could not read its queue: ${error instanceof Error ? error.name : "unknown error"}; trying again`);
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

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
