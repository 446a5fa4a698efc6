import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientSettings, targetUsage } from "./lib/robot/target.js";
import { runCommand } from "./lib/smoothies/arguments.js";
import { listRobots, resetRobot, robotLines } from "./lib/smoothies/robots-table.js";
import { UsageError, useLine } from "./lib/usage.js";

const usage = `Use: npm run robots -- [reset] [--port N | --stage NAME]

Shows the smoothies' robots; reset makes robot1 and robot2 online and free, whatever they were. Safe to repeat.

${targetUsage}`;

process.exitCode = await runCommand(
  {
    usage,
    run: async ({ words: [word, ...more], target }) => {
      if (more.length > 0 || (word !== undefined && word !== "reset")) {
        throw new UsageError(`"${[word, ...more].join(" ")}" is not known here.\n${useLine(usage)}`);
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
