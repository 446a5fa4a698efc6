import { SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings, targetUsage } from "./lib/robot/target.js";
import { runCommand } from "./lib/smoothies/arguments.js";
import { deadQueues, readDeadLetters, redriveOrders } from "./lib/smoothies/dead-letters.js";
import { UsageError, useLine } from "./lib/usage.js";

const usage = `Use: npm run dlq -- [redrive] [--port N | --stage NAME]

Shows the smoothies' dead letters, without anything personal; redrive moves the dead orders back into the queue.

${targetUsage}`;

process.exitCode = await runCommand(
  {
    usage,
    run: async ({ words: [word, ...more], target }) => {
      if (more.length > 0 || (word !== undefined && word !== "redrive")) {
        throw new UsageError(`"${[word, ...more].join(" ")}" is not known here.\n${useLine(usage)}`);
      }
      const client = new SQSClient(clientSettings(target));
      try {
        if (word === "redrive") {
          await redriveOrders(client, target.stage);
          console.log("The dead orders go back into the queue. What is no order will be here again.");
          return 0;
        }
        for (const queue of ["dead-orders", "dead-words", "dead-events"] as const) {
          const { count, letters } = await readDeadLetters(client, target.stage, queue);
          console.log(`${queue}: ${count} (${deadQueues[queue]})`);
          for (const { sentAt, summary } of letters) console.log(`  ${sentAt}  ${summary}`);
        }
        return 0;
      } finally {
        client.destroy();
      }
    },
  },
  process.argv.slice(2),
);
