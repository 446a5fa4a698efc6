import { terminalLog } from "../local-run.js";
import { UsageError } from "../usage.js";
import { openWarehouse } from "./open-warehouse.js";
import type { RunningWarehouse } from "./run-warehouse.js";

/** The warehouse that `npm start` brings. */
export type LocalWarehouse = RunningWarehouse;

/** Where it opens. */
export interface LocalWarehouseOptions {
  readonly runtime: { readonly port: number };
  readonly stage: string;
}

/** Slow enough to see the order wait, in seconds. */
const SPEED_SECONDS = 2;

/** Opens a warehouse in the local runtime. Without the stack orders there is none. */
export async function startWarehouse({ runtime, stage }: LocalWarehouseOptions): Promise<LocalWarehouse | undefined> {
  const target = { endpoint: `http://127.0.0.1:${runtime.port}`, stage };
  const say = (line: string) => terminalLog("info", "warehouse", line);
  return openWarehouse({ target, speedSeconds: SPEED_SECONDS, say }).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined;
    throw error;
  });
}
