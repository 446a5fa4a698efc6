import { setTimeout as sleep } from "node:timers/promises";
import { targetUsage } from "./lib/robot/target.js";
import { apiAddress, smoothiesApi } from "./lib/smoothies/api-client.js";
import { runCommand } from "./lib/smoothies/arguments.js";
import { followOrder } from "./lib/smoothies/follow.js";
import { UsageError, useLine } from "./lib/usage.js";

const usage = `Use: npm run order -- "Mango" [--customer Ada] [--wait] [--port N | --stage NAME [--url https://...]]

Orders a smoothie.

  --wait        follows the order to its end
  --url URL     the output api_url of the deployment, where the Terraform state is not beside this repository
${targetUsage}
Exit codes: 0 served (without --wait: accepted), 1 failed, 2 nothing was ordered.
`;

process.exitCode = await runCommand(
  {
    usage,
    texts: ["customer", "url"],
    flags: ["wait"],
    run: async ({ words: [smoothie, ...more], target, text, flag }) => {
      if (smoothie === undefined || more.length > 0) throw new UsageError(`Which one smoothie?\n${useLine(usage)}`);
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
