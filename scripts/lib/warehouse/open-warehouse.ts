import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ListActivitiesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings, type Target } from "../robot/target.js";
import { UsageError } from "../usage.js";
import { runRamp } from "./hand-over.js";
import { type RunningWarehouse, runWarehouse } from "./run-warehouse.js";
import { fillShelves } from "./shelves.js";

/** Where a warehouse opens, and how it works. */
export interface OpenWarehouse {
  readonly target: Pick<Target, "endpoint" | "stage">;
  /** How long it takes to pick one order, in seconds. */
  readonly speedSeconds: number;
  readonly say: (line: string) => void;
}

/** A third of the workflow's heartbeat, so that two may be lost. */
const HEARTBEAT_SECONDS = 20;

/**
 * Fills the shelves that were never filled, picks and packs the orders that wait, and hands their parcels over.
 *
 * @throws UsageError when the stack orders is not there
 */
export async function openWarehouse({ target, speedSeconds, say }: OpenWarehouse): Promise<RunningWarehouse> {
  const settings = clientSettings(target);
  const client = new SFNClient(settings);
  const queues = new SQSClient(settings);
  const tables = new DynamoDBClient(settings);
  const activityArn = await findActivity(client, `orders-${target.stage}-pick-and-pack`);
  if (activityArn === undefined) {
    throw new UsageError(`There is no warehouse in the stage ${target.stage}: deploy the stack orders first.`);
  }
  const filled = await fillShelves(tables, target.stage);
  if (filled.length > 0) say(`fills its shelves: ${filled.join(", ")}`);
  tables.destroy();
  const workerName = `warehouse-${process.pid}`;
  const running = [
    runWarehouse({ client, activityArn, workerName, speedSeconds, heartbeatSeconds: HEARTBEAT_SECONDS, say }),
    runRamp({ client: queues, queueName: `orders-${target.stage}-warehouse`, say }),
  ];
  return {
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()));
      client.destroy();
      queues.destroy();
    },
  };
}

async function findActivity(client: SFNClient, name: string): Promise<string | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListActivitiesCommand({ ...(nextToken !== undefined && { nextToken }) }));
    const found = page.activities?.find((one) => one.name === name)?.activityArn;
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}
