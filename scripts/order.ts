import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "./lib/local-run.js";
import { apiAddress, smoothiesApi } from "./lib/smoothies/api-client.js";
import { runCommand } from "./lib/smoothies/arguments.js";
import { followOrder } from "./lib/smoothies/follow.js";

// Orders a smoothie: `npm run order -- "Mango" --wait`. With --wait it follows the order to its end; the exit code is 0 when it is
// served (or, without --wait, accepted), 1 when it has failed, 2 when nothing was ordered.
const usage = 'npm run order -- "Mango" [--customer Ada] [--wait] [--stage dev [--url https://...]]';

process.exitCode = await runCommand(
  {
    usage,
    texts: ["customer", "url"],
    flags: ["wait"],
    run: async ({ words: [smoothie, ...more], target, text, flag }) => {
      if (smoothie === undefined || more.length > 0) throw new UsageError(`Which one smoothie?\nUse: ${usage}`);
      const api = smoothiesApi(await apiAddress(target, text("url"), process.cwd()));
      const orderId = await api.order({ smoothie, customer: text("customer") });
      console.log(`Ordered: ${api.url}/api/orders/${orderId}`);
      if (!flag("wait")) return 0;
      const order = await followOrder({ api, say: console.log, sleep, now: () => performance.now() }, orderId);
      return order.status === "served" ? 0 : 1;
    },
  },
  process.argv.slice(2),
);
