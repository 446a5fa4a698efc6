import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { UsageError } from "./lib/local-run.js";
import { clientSettings } from "./lib/robot/target.js";
import { runCommand } from "./lib/smoothies/arguments.js";
import { listRobots, resetRobot, robotLines } from "./lib/smoothies/robots-table.js";

// Shows the table of robots; `npm run robots -- reset` makes robot1 and robot2 online and free, whatever they were. Safe to repeat.
const usage = "npm run robots [-- reset] [--stage dev]";

process.exitCode = await runCommand(
  {
    usage,
    run: async ({ words: [word, ...more], target }) => {
      if (more.length > 0 || (word !== undefined && word !== "reset")) {
        throw new UsageError(`"${[word, ...more].join(" ")}" is not known here.\nUse: ${usage}`);
      }
      const client = new DynamoDBClient(clientSettings(target));
      try {
        if (word === "reset") {
          for (const robotId of ["robot1", "robot2"]) await resetRobot(client, target.stage, robotId, new Date());
        }
        for (const line of robotLines(await listRobots(client, target.stage), Date.now())) console.log(line);
        return 0;
      } finally {
        client.destroy();
      }
    },
  },
  process.argv.slice(2),
);
