import { parseArgs } from "node:util";
import { describeError } from "./lib/local-run.js";
import { noteButton } from "./lib/robot/button-table.js";
import { deviceFolder, readDevice, storeDevice } from "./lib/robot/device-folder.js";
import { readRobotName } from "./lib/robot/options.js";
import { deviceAddress, groupName, provisionDevice } from "./lib/robot/provision.js";
import { chooseTarget, explain, iotClient, targetUsage } from "./lib/robot/target.js";
import { answerHelp, exitCodeOf, UsageError, useLine, wrongOption } from "./lib/usage.js";

const usage = `Use: npm run robot:provision -- robot1 [--button [--smoothie Mango]] [--port N | --stage NAME]

Makes a thing with a certificate and puts it into the group whose policies it gets. Safe to repeat.

  --button      a button for orders, not a robot; --smoothie is what it orders
${targetUsage}`;
answerHelp(usage);

try {
  const { name, kind, smoothie, target } = readOptions(process.argv.slice(2));
  console.log(`Provisions the ${kind} ${name} in ${target.description}`);
  const client = iotClient(target);
  const folder = deviceFolder(target.isLocal ? "local" : target.stage, name, process.env);
  try {
    const known = await readDevice(folder);
    const made = await provisionDevice(client, { name, kind, stage: target.stage }, known?.certificateArn);
    if (made !== undefined) await storeDevice(folder, made);
    if (kind === "button") await noteButton(target, name, smoothie);
    console.log(`thing        ${name}, in the group ${groupName(kind, target.stage)}`);
    console.log(`certificate  ${made === undefined ? "kept" : "new"}, in ${folder}`);
    console.log(`endpoint     ${await deviceAddress(client)}`);
  } catch (error) {
    throw explain(error, target);
  } finally {
    client.destroy();
  }
} catch (error) {
  console.error(describeError(error));
  process.exit(exitCodeOf(error));
}

function readOptions(args: readonly string[]) {
  const options = {
    button: { type: "boolean" },
    smoothie: { type: "string" },
    stage: { type: "string" },
    port: { type: "string" },
    local: { type: "boolean" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length !== 1) throw new UsageError(`Name one device.\n${useLine(usage)}`);
    if (values.smoothie !== undefined && values.button !== true)
      throw new UsageError("--smoothie is a button's: add --button.");
    const kind = values.button === true ? ("button" as const) : ("robot" as const);
    const name = readRobotName(positionals[0]);
    return { name, kind, smoothie: values.smoothie, target: chooseTarget(values, process.env) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wrongOption(error, usage);
  }
}
