import {
  AddThingToThingGroupCommand,
  CreateThingCommand,
  type IoTClient,
  ListThingPrincipalsCommand,
  RemoveThingFromThingGroupCommand,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import type { MqttClient } from "mqtt";
import { describe, expect, test } from "vitest";
import { provisionDevice } from "../../../scripts/lib/robot/provision.js";
import { connect, connectNow, robotPolicy, startIot, toFunction } from "../support/iot-stack.js";

const robot = (client: IoTClient, name: string) => provisionDevice(client, { name, kind: "robot", stage: "local" });

/** What comes in on the topics that the client has subscribed to. */
function inbox(client: MqttClient): string[] {
  const texts: string[] = [];
  client.on("message", (topic, payload, { retain }) => {
    texts.push(`${topic} ${payload}${retain ? " (retained)" : ""}`);
  });
  return texts;
}

const closed = (client: MqttClient) => expect.poll(() => client.connected).toBe(false);

/** A policy by which devices may use every topic. */
const openPolicy = {
  Statement: [
    { Effect: "Allow", Action: ["iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive"], Resource: "*" },
    { Effect: "Allow", Action: "iot:RetainPublish", Resource: "arn:aws:iot:eu-west-1:000000000000:topic/kept/*" },
    { Effect: "Deny", Action: "iot:Receive", Resource: "arn:aws:iot:eu-west-1:000000000000:topic/secret/*" },
  ],
};

describe("who may connect", () => {
  test("a provisioned robot, whose word then reaches the function", async () => {
    const sql = "SELECT *, 'success' AS word, topic(2) AS robotId FROM 'robots/+/success'";
    const { runtime, lines, client } = await startIot({ rules: { success: { sql, ...toFunction } } });
    await robot(client, "robot1");
    const robot1 = await connect(runtime, "robot1");
    await robot1.publishAsync("robots/robot1/success", JSON.stringify({ jobId: "j1" }), { qos: 1 });
    await expect.poll(() => lines.join("\n")).toContain('got {"jobId":"j1","word":"success","robotId":"robot1"}');
  });

  test("nobody without a thing, a group or an active certificate", async () => {
    const { runtime, lines, client } = await startIot();
    await expect(connect(runtime, "robot1")).rejects.toThrow(/Not authorized/u);
    expect(lines.at(-1)).toContain("a device is refused: there is no thing of this name clientId=robot1");

    await client.send(new CreateThingCommand({ thingName: "robot1" }));
    await expect(connect(runtime, "robot1")).rejects.toThrow(/Not authorized/u);
    expect(lines.at(-1)).toContain("its policies do not allow iot:Connect on client/robot1");

    // In the group, but with no certificate attached: the policy's condition is not met.
    const membership = { thingName: "robot1", thingGroupName: "smoothies-local-robots" };
    await client.send(new AddThingToThingGroupCommand(membership));
    await expect(connect(runtime, "robot1")).rejects.toThrow(/Not authorized/u);

    await robot(client, "robot1");
    const allowed = await connect(runtime, "robot1");
    await allowed.endAsync();

    const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName: "robot1" }));
    const certificateId = principals[0]?.split("/")[1];
    await client.send(new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" }));
    await expect(connect(runtime, "robot1")).rejects.toThrow(/Not authorized/u);
    await client.send(new UpdateCertificateCommand({ certificateId, newStatus: "ACTIVE" }));
    await client.send(new RemoveThingFromThingGroupCommand(membership));
    await expect(connect(runtime, "robot1")).rejects.toThrow(/Not authorized/u);
  });

  test("no client id that is a wildcard, nor one without a name", async () => {
    const { runtime } = await startIot({ policy: openPolicy });
    for (const id of ["+", "#", "robots/+", ""]) {
      await expect(connect(runtime, id)).rejects.toThrow(/Not authorized/u);
    }
  });

  test("a second connection with the same client id takes the place of the first", async () => {
    const { runtime, client } = await startIot();
    await robot(client, "robot1");
    const first = await connect(runtime, "robot1");
    const second = await connect(runtime, "robot1");
    await closed(first);
    await second.publishAsync("robots/robot1/status", "{}", { qos: 1 });
    expect(second.connected).toBe(true);
  });
});

describe("a device that does what its policy does not allow is disconnected", () => {
  test.each([
    [
      "publishes to another robot's topic",
      (one: MqttClient) => one.publish("robots/robot2/success", "{}"),
      "iot:Publish on topic/robots/robot2/success",
    ],
    [
      "publishes an order",
      (one: MqttClient) => one.publish("robots/robot1/order", "{}", { qos: 1 }),
      "iot:Publish on topic/robots/robot1/order",
    ],
    [
      "subscribes to another's orders",
      (one: MqttClient) => one.subscribe("robots/robot2/order"),
      "iot:Subscribe on topicfilter/robots/robot2/order",
    ],
    [
      "subscribes with a wildcard",
      (one: MqttClient) => one.subscribe("robots/+/order"),
      "iot:Subscribe on topicfilter/robots/+/order",
    ],
    ["subscribes to everything", (one: MqttClient) => one.subscribe("#"), "iot:Subscribe on topicfilter/#"],
    [
      "retains a message",
      (one: MqttClient) => one.publish("robots/robot1/status", "{}", { retain: true }),
      "iot:RetainPublish on topic/robots/robot1/status",
    ],
  ])("%s", async (_, act, refusal) => {
    const { runtime, lines, client } = await startIot({ rules: { all: { sql: "SELECT * FROM '#'", ...toFunction } } });
    await robot(client, "robot1");
    const robot1 = await connect(runtime, "robot1");
    act(robot1);
    await closed(robot1);
    expect(lines.join("\n")).toContain(`a device is refused: its policies do not allow ${refusal}`);
    expect(lines.join("\n")).not.toContain("got ");
  });

  test.each([
    ["a payload above 128 KB", (one: MqttClient) => one.publish("a", Buffer.alloc(131_073))],
    ["a topic of 257 bytes", (one: MqttClient) => one.publish("a".repeat(257), "")],
    ["a topic with eight slashes", (one: MqttClient) => one.publish("1/2/3/4/5/6/7/8/9", "")],
    ["QoS 2", (one: MqttClient) => one.publish("a", "", { qos: 2 })],
    ["a subscription with QoS 2", (one: MqttClient) => one.subscribe("a", { qos: 2 })],
    ["one of AWS IoT's own topics", (one: MqttClient) => one.publish("$aws/things/robot1/shadow/update", "{}")],
    ["a topic filter with too many slashes", (one: MqttClient) => one.subscribe("1/2/3/4/5/6/7/8/#")],
  ])("whatever its policy: %s", async (_, act) => {
    const { runtime, client } = await startIot({ policy: openPolicy });
    await robot(client, "robot1");
    const robot1 = await connect(runtime, "robot1");
    act(robot1);
    await closed(robot1);
  });

  test("but the limits themselves are allowed", async () => {
    const { runtime, lines, client } = await startIot({
      policy: openPolicy,
      rules: { size: { sql: "SELECT length(encode(*, 'base64')) AS size FROM '#'", ...toFunction } },
    });
    await robot(client, "robot1");
    const robot1 = await connect(runtime, "robot1");
    await robot1.publishAsync("a".repeat(256), Buffer.alloc(131_072), { qos: 1 });
    await robot1.publishAsync("1/2/3/4/5/6/7/8", "x", { qos: 1 });
    // In either order: each message is an invocation of its own.
    for (const size of [174_764, 4]) await expect.poll(() => lines.join("\n")).toContain(`got {"size":${size}}`);
  });
});

describe("messages", () => {
  test("go to exactly those who subscribed and may receive", async () => {
    const { runtime, client } = await startIot({ policy: openPolicy });
    for (const name of ["robot1", "robot2"]) await robot(client, name);
    const [one, two] = [await connect(runtime, "robot1"), await connect(runtime, "robot2")];
    const got = inbox(two);
    await two.subscribeAsync(["a/#", "b/+/c", "secret/x"], { qos: 1 });
    // Not a itself, unlike in MQTT's specification; not what the policy denies to receive.
    for (const topic of ["a", "a/1", "b/2/c", "b/c", "secret/x", "a/2/3"])
      await one.publishAsync(topic, topic, { qos: 1 });
    await expect.poll(() => got.length).toBe(3);
    expect(got.sort()).toEqual(["a/1 a/1", "a/2/3 a/2/3", "b/2/c b/2/c"]);
    await two.unsubscribeAsync("a/#");
    await one.publishAsync("a/1", "late", { qos: 1 });
    await one.publishAsync("b/2/c", "last", { qos: 1 });
    await expect.poll(() => got.at(-1)).toBe("b/2/c last");
    expect(got).toHaveLength(4);
  });

  test("that are retained come to a subscription to exactly their topic, not to one with wildcards", async () => {
    const { runtime, client } = await startIot({ policy: openPolicy });
    for (const name of ["robot1", "robot2", "robot3"]) await robot(client, name);
    const one = await connect(runtime, "robot1");
    await one.publishAsync("kept/a", "first", { qos: 1, retain: true });
    const [exact, wild] = [await connect(runtime, "robot2"), await connect(runtime, "robot3")];
    const [exactly, wildly] = [inbox(exact), inbox(wild)];
    await wild.subscribeAsync("kept/+", { qos: 1 });
    await exact.subscribeAsync("kept/a", { qos: 1 });
    await expect.poll(() => exactly).toEqual(["kept/a first (retained)"]);
    await one.publishAsync("kept/a", "second", { qos: 1 });
    await expect.poll(() => wildly).toEqual(["kept/a second"]);
    expect(exactly).toEqual(["kept/a first (retained)", "kept/a second"]);
  });

  test("wait for a robot whose session is kept", async () => {
    const { runtime, client } = await startIot({ policy: openPolicy });
    for (const name of ["robot1", "robot2"]) await robot(client, name);
    const away = await connect(runtime, "robot1", { clean: false });
    await away.subscribeAsync("orders", { qos: 1 });
    await away.endAsync();
    const sender = await connect(runtime, "robot2");
    await sender.publishAsync("orders", "while away", { qos: 1 });
    const back = connectNow(runtime, "robot1", { clean: false });
    const got = inbox(back);
    await expect.poll(() => got).toEqual(["orders while away"]);
  });

  test("of a Last Will are published when the connection breaks, not when it ends in order", async () => {
    const { runtime, lines, client } = await startIot({
      rules: { status: { sql: "SELECT *, topic(2) AS robotId FROM 'robots/+/status'", ...toFunction } },
    });
    for (const name of ["robot1", "robot2"]) await robot(client, name);
    const will = (name: string) => ({
      will: {
        topic: `robots/${name}/status`,
        payload: Buffer.from('{"status":"OFFLINE"}'),
        qos: 1 as const,
        retain: false,
      },
    });
    const orderly = await connect(runtime, "robot2", will("robot2"));
    await orderly.endAsync();
    const broken = await connect(runtime, "robot1", will("robot1"));
    broken.stream.destroy();
    await expect.poll(() => lines.join("\n")).toContain('got {"status":"OFFLINE","robotId":"robot1"}');
    expect(lines.join("\n")).not.toContain('"robotId":"robot2"');
  });

  test("of a Last Will to another's topic are not published", async () => {
    const { runtime, lines, client } = await startIot({
      policy: robotPolicy,
      rules: { status: { sql: "SELECT * FROM 'robots/+/status'", ...toFunction } },
    });
    await robot(client, "robot1");
    const will = { topic: "robots/robot2/status", payload: Buffer.from("{}"), qos: 1 as const, retain: false };
    const forger = await connect(runtime, "robot1", { will });
    forger.stream.destroy();
    await expect.poll(() => lines.join("\n")).toContain("iot:Publish on topic/robots/robot2/status");
    expect(lines.join("\n")).not.toContain("got ");
  });
});
