import { stat } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { Runtime } from "../../../local/runtime.js";
import { robotPolicy, startIot, toFunction } from "../../local/support/iot-stack.js";
import { runScript } from "../../local/support/run-script.js";
import { temporaryFolder } from "../../local/support/temporary-folder.js";

const root = process.cwd();

/** What the smoothies' stack has for devices. */
const parts = {
  rules: {
    words: { sql: "SELECT *, topic(3) AS word, topic(2) AS robotId FROM 'robots/+/+'", ...toFunction },
  },
  policy: robotPolicy,
  resources: {
    aws_iot_thing_group: { robots: { name: "smoothies-local-robots" }, buttons: { name: "smoothies-local-buttons" } },
    aws_dynamodb_table: {
      buttons: {
        ...{ name: "smoothies-local-buttons", billing_mode: "PAY_PER_REQUEST", hash_key: "buttonId" },
        attribute: [{ name: "buttonId", type: "S" }],
      },
    },
  },
};

async function smoothieOf(runtime: Runtime, buttonId: string): Promise<string | undefined> {
  const client = new DynamoDBClient({
    ...{ endpoint: `http://127.0.0.1:${runtime.port}`, region: "eu-west-1" },
    credentials: { accessKeyId: "person", secretAccessKey: "x" },
  });
  const Key = { buttonId: { S: buttonId } };
  const { Item } = await client.send(new GetItemCommand({ TableName: "smoothies-local-buttons", Key }));
  return Item?.smoothie?.S;
}

test("a robot is provisioned, blends, and says OFFLINE on Ctrl-C", async () => {
  const { runtime, lines } = await startIot(parts);
  const environment = { PORT: String(runtime.port), XDG_CONFIG_HOME: await temporaryFolder() };
  const provision = async () => {
    const script = runScript(root, ["robot-provision", "robot7"], environment);
    expect(await script.exited).toBe(0);
    return script.output();
  };
  const folder = join(environment.XDG_CONFIG_HOME, "stepwright", "devices", "local", "robot7");
  const first = await provision();
  expect(first).toContain(
    `Provisions the robot robot7 in the local runtime at http://localhost:${runtime.port}, stage local`,
  );
  expect(first).toContain("thing        robot7, in the group smoothies-local-robots");
  expect(first).toContain(`certificate  new, in ${folder}`);
  expect(first).toContain(`endpoint     localhost:${runtime.mqttPort}`);
  expect((await stat(join(folder, "private-key.pem"))).mode & 0o777).toBe(0o600);
  expect(await provision()).toContain(`certificate  kept, in ${folder}`);

  const robot = runScript(root, ["robot", "--name", "robot7", "--speed", "0.2"], environment);
  await robot.prints(/\d robot7 is online/u);
  robot.kill("SIGINT");
  expect(await robot.exited).toBe(0);
  await expect.poll(() => lines.join("\n")).toMatch(/"status":"OFFLINE"/u);
  expect(robot.output()).not.toMatch(/lost|again/u);
});

test("a robot that is killed leaves its Last Will", async () => {
  const { runtime, lines } = await startIot(parts);
  const environment = { PORT: String(runtime.port), XDG_CONFIG_HOME: await temporaryFolder() };
  expect(await runScript(root, ["robot-provision", "robot7"], environment).exited).toBe(0);
  const robot = runScript(root, ["robot", "--name", "robot7", "--silent"], environment);
  await robot.prints(/is online/u);
  robot.kill("SIGKILL");
  await expect.poll(() => lines.join("\n")).toMatch(/"status":"OFFLINE"/u);
});

test("a button is provisioned with its usual smoothie, which stays until another one is named", async () => {
  const { runtime } = await startIot(parts);
  const environment = { PORT: String(runtime.port), XDG_CONFIG_HOME: await temporaryFolder() };
  const provision = (...args: readonly string[]) =>
    runScript(root, ["robot-provision", "button7", "--button", ...args], environment).exited;
  expect(await provision()).toBe(0);
  expect(await smoothieOf(runtime, "button7")).toBe("Mango");
  expect(await provision("--smoothie", "Berry")).toBe(0);
  expect(await smoothieOf(runtime, "button7")).toBe("Berry");
  expect(await provision()).toBe(0);
  expect(await smoothieOf(runtime, "button7")).toBe("Berry");
});

test.each([
  [["robot"], "Which one? Name it: npm run robot -- --name robot1"],
  [["robot", "--name", "robot1", "--speed", "fast"], '--speed is "fast"'],
  [["robot", "--nam", "robot1"], "Use: npm run robot -- --name robot1"],
  [["robot", "--name", "robot1"], "Nothing answers at http://localhost:1. Start it with npm start"],
  [["robot", "--name", "robot1", "--port", "2"], "Nothing answers at http://localhost:2."],
  [
    ["robot", "--name", "robot1", "--stage", "dev"],
    "robot1 has no certificate here. Make one: npm run robot:provision -- robot1 --stage dev",
  ],
  [["robot-provision"], "Name one device."],
  [["robot-provision", "a/b"], '"a/b" cannot be a device\'s name'],
  [["robot-provision", "robot1", "--smoothie", "Mango"], "add --button"],
  [["robot-provision", "robot1"], "Nothing answers at http://localhost:1."],
])("%j says what to do, without a stack trace", async (args, sentence) => {
  const script = runScript(root, args, { PORT: "1", XDG_CONFIG_HOME: await temporaryFolder() });
  expect(await script.exited).toBe(2);
  expect(script.output()).toContain(sentence);
  expect(script.output()).not.toMatch(/^ +at /mu);
});
