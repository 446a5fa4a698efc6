import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ListStateMachinesCommand, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { connectAsync } from "mqtt";
import * as v from "valibot";
import { describe, expect, test, vi } from "vitest";
import { openKitchen, type TestRobot } from "./smoothies-kitchen.js";

// The synthesized stack on one machine: HTTP, SQS, Lambda, Step Functions, DynamoDB, IoT rules and real MQTT.

const patience = { timeout: 25_000, interval: 100 };

/** Waits until the order has ended. */
const ends = (kitchen: Awaited<ReturnType<typeof openKitchen>>, orderId: string) =>
  vi.waitFor(async () => {
    const order = await kitchen.find(orderId);
    expect(["served", "failed"]).toContain(order.status);
    return order;
  }, patience);

const statuses = async (kitchen: Awaited<ReturnType<typeof openKitchen>>) =>
  Object.fromEntries((await kitchen.kitchen()).robots.map(({ robotId, status }) => [robotId, status]));

/** Waits until the robots have these statuses. */
const robotsAre = (kitchen: Awaited<ReturnType<typeof openKitchen>>, wanted: Readonly<Record<string, string>>) =>
  vi.waitFor(async () => expect(await statuses(kitchen)).toEqual(wanted), patience);

describe("smoothies on one machine", () => {
  test("an order goes in and is served; nothing of it is left at the robot, and no token in any log", async () => {
    const kitchen = await openKitchen();
    const jobs: string[] = [];
    await kitchen.robot("robot1", ({ jobId, smoothie }, { say }) => {
      jobs.push(smoothie);
      void say("heartbeat", { jobId }).then(() => say("success", { jobId }));
    });
    await robotsAre(kitchen, { robot1: "ONLINE" });
    const response = await kitchen.post({ smoothie: "mango", customer: "Ada Lovelace" });
    const { orderId } = v.parse(v.looseObject({ orderId: v.string() }), await response.json());
    expect([response.status, response.headers.get("location")]).toEqual([202, `orders/${orderId}`]);
    expect(await ends(kitchen, orderId)).toMatchObject({ status: "served", smoothie: "Mango", robotId: "robot1" });
    await robotsAre(kitchen, { robot1: "ONLINE" });
    expect(jobs).toEqual(["Mango"]);
    expect(Object.keys((await kitchen.rows("robots"))[0] ?? {}).sort()).toEqual([
      "robotId",
      "session",
      "sessionAt",
      "status",
      "statusSince",
    ]);
    const log = kitchen.lines.join("\n");
    expect(log).not.toContain("Lovelace");
    expect(log).not.toMatch(/token/iu);
  });

  test("a silent robot is broken, and another one takes over", async () => {
    const kitchen = await openKitchen();
    await kitchen.robot("robot1", () => {});
    await robotsAre(kitchen, { robot1: "ONLINE" });
    const orderId = await kitchen.order();
    await vi.waitFor(async () => expect((await kitchen.find(orderId)).status).toBe("blending"), patience);
    await kitchen.robot("robot2");
    expect(await ends(kitchen, orderId)).toMatchObject({ status: "served", robotId: "robot2" });
    await robotsAre(kitchen, { robot1: "BROKEN", robot2: "ONLINE" });
  });

  test("with none left the order fails and says why; a robot that comes back is healed", async () => {
    const kitchen = await openKitchen();
    const [robot1] = await Promise.all([kitchen.robot("robot1", () => {}), kitchen.robot("robot2", () => {})]);
    await robotsAre(kitchen, { robot1: "ONLINE", robot2: "ONLINE" });
    const lost = await kitchen.order();
    expect(await ends(kitchen, lost)).toMatchObject({ status: "failed", reason: "Every robot is broken or offline." });
    await robotsAre(kitchen, { robot1: "BROKEN", robot2: "BROKEN" });
    await robot1.client.endAsync();
    await kitchen.robot("robot1");
    await robotsAre(kitchen, { robot1: "ONLINE", robot2: "BROKEN" });
    expect(await ends(kitchen, await kitchen.order())).toMatchObject({ status: "served", robotId: "robot1" });
  });

  test("a robot that says it has failed, and one that crashes while it blends, are replaced", async () => {
    const kitchen = await openKitchen();
    await kitchen.robot(
      "robot1",
      ({ jobId }, { say }) => void say("failure", { jobId, error: "Jam", cause: "strawberry" }),
    );
    await robotsAre(kitchen, { robot1: "ONLINE" });
    const orderId = await kitchen.order();
    await robotsAre(kitchen, { robot1: "BROKEN" });
    await kitchen.robot("robot2", (_, robot) => robot.crash());
    await robotsAre(kitchen, { robot1: "BROKEN", robot2: "OFFLINE" });
    await kitchen.robot("robot3");
    expect(await ends(kitchen, orderId)).toMatchObject({ status: "served", robotId: "robot3" });
    await robotsAre(kitchen, { robot1: "BROKEN", robot2: "OFFLINE", robot3: "ONLINE" });
  });

  test("words that are late, repeated, forged or garbage change nothing", async () => {
    const kitchen = await openKitchen();
    let take: (order: { jobId: string; robot: TestRobot }) => void = () => {};
    const taken = new Promise<{ jobId: string; robot: TestRobot }>((resolve) => {
      take = resolve;
    });
    await kitchen.robot("robot1", ({ jobId }, robot) => take({ jobId, robot }));
    await robotsAre(kitchen, { robot1: "ONLINE" });
    const orderId = await kitchen.order();
    const { jobId, robot } = await taken;
    const other = await kitchen.robot("robot2", () => {});
    await robotsAre(kitchen, { robot1: "WORKING", robot2: "ONLINE" });
    await other.say("success", { jobId });
    await other.say("failure", { jobId, robotId: "robot1", error: "x" });
    await robot.say("success", { jobId: "of-nobody" });
    await robot.say("success", "not JSON {");
    await robot.say("success", "[1]");
    await robot.say("status", { status: "EXPLODED", session: 7 });
    await robot.say("status", { status: "OFFLINE", session: "of-another-time" });
    await robot.say("heartbeat", { jobId });
    const heard = (word: string, text: string) =>
      kitchen.lines.filter((line) => line.includes(`"word":"${word}"`) && line.includes(`"message":"${text}"`)).length;
    await vi.waitFor(() => expect(heard("heartbeat", "answered")).toBe(1), patience);
    expect((await kitchen.find(orderId)).status).toBe("blending");
    await robotsAre(kitchen, { robot1: "WORKING", robot2: "ONLINE" });

    await Promise.all([1, 2, 3].map(() => robot.say("success", { jobId })));
    expect(await ends(kitchen, orderId)).toMatchObject({ status: "served", robotId: "robot1" });
    // Only now: two words at the same time are heard in any order, as each is an event of its own for the function.
    await robot.say("failure", { jobId, error: "too late" });
    await robot.say("success", { jobId });
    await robotsAre(kitchen, { robot1: "ONLINE", robot2: "ONLINE" });
    expect((await kitchen.executions()).map(({ status }) => status)).toEqual(["SUCCEEDED"]);
  });

  test("an order waits in the queue while no robot is there", async () => {
    const kitchen = await openKitchen();
    const orderId = await kitchen.order();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await kitchen.find(orderId)).status).toBe("queued");
    expect(await kitchen.executions()).toEqual([]);
    await kitchen.robot("robot1");
    expect(await ends(kitchen, orderId)).toMatchObject({ status: "served" });
  });

  test("a button orders its usual smoothie, once for each press, however often that is heard", async () => {
    const kitchen = await openKitchen();
    await kitchen.provision("button1", "button");
    const item = { buttonId: { S: "button1" }, smoothie: { S: "Peach" } };
    await kitchen.database.send(new PutItemCommand({ TableName: `smoothies-${kitchen.stage}-buttons`, Item: item }));
    const made: string[] = [];
    await kitchen.robot("robot1", ({ jobId, smoothie }, { say }) => {
      made.push(smoothie);
      void say("success", { jobId });
    });
    const button = await connectAsync(`mqtt://127.0.0.1:${kitchen.runtime.mqttPort}`, { clientId: "button1" });
    for (const pressId of ["1", "1", "2"]) {
      await button.publishAsync("buttons/button1/pressed", JSON.stringify({ pressId }), { qos: 1 });
    }
    expect(await ends(kitchen, "button1-1")).toMatchObject({ status: "served", source: "button" });
    expect(await ends(kitchen, "button1-2")).toMatchObject({ status: "served" });
    await vi.waitFor(async () => {
      expect((await kitchen.executions()).map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
    }, patience);
    expect(made).toEqual(["Peach", "Peach"]);
    await button.endAsync();
  });

  test("an execution that is stopped leaves no robot at work and its order closed", async () => {
    const kitchen = await openKitchen();
    await kitchen.robot("robot1", ({ jobId }, { say }) => {
      setInterval(() => void say("heartbeat", { jobId }).catch(() => {}), 1000).unref();
    });
    await robotsAre(kitchen, { robot1: "ONLINE" });
    const orderId = await kitchen.order();
    await robotsAre(kitchen, { robot1: "WORKING" });
    const states = new SFNClient(kitchen.settings);
    const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
    const executionArn = `${stateMachines[0]?.stateMachineArn?.replace(":stateMachine:", ":execution:")}:${orderId}`;
    await states.send(new StopExecutionCommand({ executionArn, error: "Closed", cause: "The kitchen closes." }));
    expect(await ends(kitchen, orderId)).toMatchObject({ status: "failed", reason: "The order was stopped." });
    await robotsAre(kitchen, { robot1: "ONLINE" });
    states.destroy();
  });
});
