import { ListThingPrincipalsCommand, ListThingsCommand } from "@aws-sdk/client-iot";
import { expect, onTestFinished, test } from "vitest";
import { startDevices } from "../../../scripts/lib/robot/npm-start.js";
import { startDemo } from "../../local/support/demo-stack.js";
import { connect, startIot, toFunction } from "../../local/support/iot-stack.js";

const parts = {
  rules: { status: { sql: "SELECT *, topic(2) AS robotId FROM 'robots/+/status'", ...toFunction } },
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

const online = (lines: readonly string[]) => lines.filter((line) => line.includes('"status":"ONLINE"'));

test("npm start makes two robots and a button, and its robots go without a word", async () => {
  const { runtime, lines, client } = await startIot(parts);
  const said: string[] = [];
  const devices = await startDevices({ runtime, stage: "local", withRobots: true, say: (line) => said.push(line) });
  onTestFinished(() => devices.stop());
  await expect.poll(() => online(lines)).toHaveLength(2);
  const { things = [] } = await client.send(new ListThingsCommand({}));
  expect(things.map(({ thingName }) => thingName)).toEqual(["robot1", "robot2", "button1"]);
  await devices.stop();
  expect(said.sort()).toEqual(["robot1 is online", "robot2 is online"]);
  expect(lines.join("\n")).not.toContain("OFFLINE");
  await devices.stop();
});

test("with --no-robots the things are there for whoever likes to be one", async () => {
  const { runtime, lines, client } = await startIot(parts);
  await startDevices({ runtime, stage: "local", withRobots: false, say: () => {} });
  const { principals } = await client.send(new ListThingPrincipalsCommand({ thingName: "robot2" }));
  expect(principals).toHaveLength(1);
  await connect(runtime, "robot1");
  expect(online(lines)).toEqual([]);
});

test("without the smoothies' groups, nothing is made", async () => {
  const { runtime, client } = await startIot();
  const say = () => {
    throw new Error("nothing is to be said");
  };
  await (await startDevices({ runtime, stage: "other", withRobots: true, say })).stop();
  expect((await client.send(new ListThingsCommand({}))).things).toEqual([]);
  const demo = await startDemo();
  await (await startDevices({ runtime: demo.runtime, stage: "local", withRobots: true, say })).stop();
});
