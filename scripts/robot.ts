import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { realClock } from "../asl/interpreter/index.js";
import { describeError, onStopSignal } from "./lib/local-run.js";
import { deviceFolder, readDevice } from "./lib/robot/device-folder.js";
import { readNumber, readRobotName } from "./lib/robot/options.js";
import { deviceAddress } from "./lib/robot/provision.js";
import { type DeviceEndpoint, type RunningRobot, runRobot } from "./lib/robot/run-robot.js";
import { chooseTarget, explain, iotClient, type Target, targetUsage } from "./lib/robot/target.js";
import { answerHelp, exitCodeOf, UsageError, wrongOption } from "./lib/usage.js";

const usage = `Use: npm run robot -- --name robot1 [--speed 3] [--fail 0.1] [--silent] [--port N | --stage NAME]

A mock robot, until Ctrl-C.

  --speed 3     seconds that it blends
  --fail 0.1    how likely it is to fail at an order, from 0 to 1
  --silent      takes orders and says nothing more
${targetUsage}`;
answerHelp(usage);

let robot: RunningRobot | undefined;
onStopSignal(async () => {
  await robot?.stop({ saysOffline: true });
});
try {
  const options = readOptions(process.argv.slice(2));
  const { name, target, behaviour } = options;
  console.log(`${name} connects to ${target.description}`);
  const endpoint = await findEndpoint(name, target);
  const say = (line: string) => console.log(`${new Date().toTimeString().slice(0, 8)} ${name} ${line}`);
  robot = runRobot({ name, endpoint, behaviour, clock: realClock(), random: Math.random, uuid: randomUUID, say });
} catch (error) {
  console.error(describeError(error));
  process.exit(exitCodeOf(error));
}

function readOptions(args: readonly string[]) {
  const options = {
    name: { type: "string" },
    speed: { type: "string" },
    fail: { type: "string" },
    silent: { type: "boolean" },
    stage: { type: "string" },
    port: { type: "string" },
    local: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const behaviour = {
      speedSeconds: readNumber("--speed", values.speed ?? "3", 0.1, 3600),
      failChance: readNumber("--fail", values.fail ?? "0", 0, 1),
      isSilent: values.silent ?? false,
    };
    return { name: readRobotName(values.name), behaviour, target: chooseTarget(values, process.env) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wrongOption(error, usage);
  }
}

/** Locally the name alone opens; in AWS the certificate does. */
async function findEndpoint(name: string, target: Target): Promise<DeviceEndpoint> {
  const client = iotClient(target);
  try {
    const device = target.isLocal ? undefined : await readDevice(deviceFolder(target.stage, name, process.env));
    if (!target.isLocal && device === undefined) {
      throw new UsageError(
        `${name} has no certificate here. Make one: npm run robot:provision -- ${name} --stage ${target.stage}`,
      );
    }
    const address = await deviceAddress(client);
    if (device === undefined) return { url: `mqtt://${address}` };
    return { url: `mqtts://${address}:8883`, credentials: { cert: device.certificatePem, key: device.privateKey } };
  } catch (error) {
    throw explain(error, target);
  } finally {
    client.destroy();
  }
}
