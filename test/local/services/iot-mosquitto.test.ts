import { spawn, spawnSync } from "node:child_process";
import { describe, expect, onTestFinished, test } from "vitest";
import { provisionDevice } from "../../../scripts/lib/robot/provision.js";
import { available } from "../../support/requires.js";
import { startIot, toFunction } from "../support/iot-stack.js";

// Its exit code for --help and --version is 1 in some versions.
const isThere = spawnSync("mosquitto_pub", ["--help"], { stdio: "ignore" }).error === undefined;

const rules = {
  words: { sql: "SELECT *, topic(3) AS word, topic(2) AS robotId FROM 'robots/+/+'", ...toFunction },
};

/** Runs one of Mosquitto's clients to its end. */
async function mosquitto(tool: string, ...args: readonly string[]) {
  const child = spawn(tool, [...args]);
  onTestFinished(() => void child.kill());
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output };
}

describe.runIf(available(isThere, "'mosquitto_pub' is not installed"))("Mosquitto's clients", () => {
  async function start() {
    const { runtime, lines, client } = await startIot({ rules });
    for (const name of ["robot1", "robot2"]) await provisionDevice(client, { name, kind: "robot", stage: "local" });
    const at = ["-h", "localhost", "-p", String(runtime.mqttPort)];
    const publish = (id: string, topic: string, message: string, ...more: readonly string[]) =>
      mosquitto("mosquitto_pub", ...at, "-i", id, "-t", topic, "-m", message, "-q", "1", ...more);
    return { lines, at, publish };
  }

  test("act as a robot by hand: success, failure, garbage", async () => {
    const { lines, publish } = await start();
    expect(await publish("robot1", "robots/robot1/success", '{"jobId":"j1"}')).toEqual({ code: 0, output: "" });
    expect((await publish("robot1", "robots/robot1/failure", '{"jobId":"j1","error":"Jam"}')).code).toBe(0);
    // Taken by the broker, and left by the rule, which cannot add to it.
    expect((await publish("robot1", "robots/robot1/success", "garbage")).code).toBe(0);
    await expect.poll(() => lines.join("\n")).toContain('got {"jobId":"j1","word":"success","robotId":"robot1"}');
    await expect.poll(() => lines.join("\n")).toContain('got {"jobId":"j1","error":"Jam","word":"failure"');
    await expect.poll(() => lines.join("\n")).toContain("a rule could not be evaluated: the payload is no JSON");
    expect(lines.filter((line) => line.includes("got "))).toHaveLength(2);
  });

  test("are put out on another robot's topic, and refused under a name that is no thing's", async () => {
    const { lines, publish } = await start();
    const other = await publish("robot1", "robots/robot2/success", '{"jobId":"j1"}');
    expect(other.code).not.toBe(0);
    expect(lines.join("\n")).toContain(
      "its policies do not allow iot:Publish on topic/robots/robot2/success clientId=robot1",
    );
    const stranger = await publish("stranger", "robots/stranger/success", "{}");
    expect(stranger.code).toBe(5);
    expect(stranger.output).toMatch(/not authorised/u);
    expect(lines.filter((line) => line.includes("got "))).toEqual([]);
  });

  test("get orders with mosquitto_sub", async () => {
    const { at, lines } = await start();
    const wrong = await mosquitto(
      "mosquitto_sub",
      ...at,
      "-i",
      "robot1",
      "-t",
      "robots/robot2/order",
      "-W",
      "3",
      "-C",
      "1",
    );
    expect(wrong.code).not.toBe(0);
    expect(lines.join("\n")).toContain("iot:Subscribe on topicfilter/robots/robot2/order");
  });
});
