import type { ShownOrder, SmoothiesApi } from "./api-client.js";

/** What {@link followOrder} works with. */
export interface Following {
  readonly api: Pick<SmoothiesApi, "find" | "hasRobots">;
  /** Takes a line for the person who watches. */
  readonly say: (line: string) => void;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since some moment. */
  readonly now: () => number;
}

/** How often the order is looked at, and after how long somebody who waits is told that there is nobody to make it. */
const everyMs = 400;
const patienceMs = 5_000;

/** Follows an order to its end with a line for each step, and gives the order as it ended. */
export async function followOrder({ api, say, sleep, now }: Following, orderId: string): Promise<ShownOrder> {
  const start = now();
  let last = "";
  let warned = false;
  for (;;) {
    const order = await api.find(orderId);
    const step = describe(order);
    if (step !== last) say(`${((now() - start) / 1000).toFixed(1).padStart(6)} s  ${step}`);
    last = step;
    if (order.status === "served" || order.status === "failed") return order;
    if (!warned && order.status === "queued" && now() - start > patienceMs && !(await api.hasRobots())) {
      warned = true;
      say("          No robot is there to make it; the order stays in the queue. Bring one: npm run robots -- reset,");
      say("          or npm run robot -- --name robot1.");
    }
    await sleep(everyMs);
  }
}

function describe({ status, robotId, reason, smoothie }: ShownOrder): string {
  switch (status) {
    case "queued":
      return "queued";
    case "waiting":
      return "waiting for a robot";
    case "blending":
      return `${robotId ?? "a robot"} blends it`;
    case "served":
      return `served: one ${smoothie}, made by ${robotId ?? "a robot"}`;
    case "failed":
      return `failed: ${reason ?? "nobody knows why"}`;
  }
}
