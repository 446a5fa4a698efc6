import { randomUUID } from "node:crypto";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import { describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../../asl/interpreter/index.js";
import type { Runtime } from "../../../local/runtime.js";
import { makeCertificate } from "../../../local/services/iot/certificate.js";
import { provisionDevice } from "../../../scripts/lib/robot/provision.js";
import { runRobot } from "../../../scripts/lib/robot/run-robot.js";
import { connect, startIot, toFunction } from "../../local/support/iot-stack.js";
import { listen } from "../../support/listen.js";

const rules = {
  words: {
    sql: "SELECT *, topic(3) AS word, topic(2) AS robotId FROM 'robots/+/+' WHERE topic(3) <> 'order'",
    ...toFunction,
  },
};

/** A robot on the network of a runtime whose function prints what it says. */
async function robotOf(runtime: Runtime, name = "robot1", speedSeconds = 0.2) {
  const said: string[] = [];
  const robot = runRobot({
    ...{ name, clock: realClock(), random: Math.random, uuid: randomUUID, say: (line: string) => said.push(line) },
    endpoint: { url: `mqtt://127.0.0.1:${runtime.mqttPort}` },
    behaviour: { speedSeconds, failChance: 0, isSilent: false },
  });
  onTestFinished(() => robot.stop());
  return { robot, said };
}

async function order(runtime: Runtime, name: string, payload: object): Promise<void> {
  const client = new IoTDataPlaneClient({
    ...{ endpoint: `http://127.0.0.1:${runtime.port}`, region: "eu-west-1" },
    credentials: { accessKeyId: "person", secretAccessKey: "x" },
  });
  await client.send(new PublishCommand({ topic: `robots/${name}/order`, payload: JSON.stringify(payload), qos: 1 }));
}

/** What the function got, in the order in which it did. */
function words(lines: readonly string[]): Record<string, string>[] {
  return lines.flatMap((line) => {
    const json = /got (\{.*\})/u.exec(line)?.[1];
    return json === undefined ? [] : [JSON.parse(json)];
  });
}

describe("a robot on the network", () => {
  test("is online, blends an order, and says OFFLINE of the same session when it is stopped", async () => {
    const { runtime, lines, client } = await startIot({ rules });
    await provisionDevice(client, { name: "robot1", kind: "robot", stage: "local" });
    const { robot, said } = await robotOf(runtime);
    await robot.ready;
    await order(runtime, "robot1", { jobId: "j1", smoothie: "Mango" });
    await expect.poll(() => words(lines).map(({ word }) => word)).toContain("success");
    await robot.stop({ saysOffline: true });
    await expect.poll(() => words(lines).filter(({ word }) => word === "status")).toHaveLength(2);
    const [online, offline] = words(lines).filter(({ word }) => word === "status");
    expect(online).toMatchObject({
      status: "ONLINE",
      robotId: "robot1",
      session: expect.stringMatching(/^[0-9a-f-]{36}$/u),
    });
    expect(offline).toEqual({ ...online, status: "OFFLINE" });
    expect(words(lines)).toContainEqual({ word: "success", robotId: "robot1", jobId: "j1" });
    expect(words(lines)).toContainEqual({ word: "heartbeat", robotId: "robot1", jobId: "j1" });
    expect(said).toEqual(["is online", "blends Mango (j1)", "Mango is ready (j1)"]);
  });

  test("whose place another one takes comes back with a new session, and its Last Will names the old one", async () => {
    const { runtime, lines, client } = await startIot({ rules });
    await provisionDevice(client, { name: "robot1", kind: "robot", stage: "local" });
    const { robot, said } = await robotOf(runtime);
    await robot.ready;
    const thief = await connect(runtime, "robot1");
    await expect.poll(() => said).toContain("lost the connection");
    await thief.endAsync();
    await expect.poll(() => said.filter((line) => line === "is online"), { timeout: 5000 }).toHaveLength(2);
    await expect.poll(() => words(lines).filter(({ word }) => word === "status")).toHaveLength(3);
    const statuses = words(lines);
    const online = statuses.filter(({ status }) => status === "ONLINE").map(({ session }) => session);
    expect(new Set(online).size).toBe(2);
    expect(online).toContain(statuses.find(({ status }) => status === "OFFLINE")?.session);
    expect(said.find((line) => line.startsWith("tries again"))).toMatch(/^tries again in (0\.\d|1\.0) s$/u);
  });

  test("that nobody knows says so and tries again, ever later, until it is stopped", async () => {
    const { runtime } = await startIot();
    const { robot, said } = await robotOf(runtime, "stranger");
    await expect.poll(() => said.length, { timeout: 5000 }).toBeGreaterThanOrEqual(4);
    expect(said[0]).toMatch(/^cannot connect: .*Not authorized/u);
    expect(said[1]).toMatch(/^tries again in (0\.\d|1\.0) s$/u);
    await robot.stop();
    const { length } = said;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(said).toHaveLength(length);
  });

  test("proves itself by its certificate where TLS is spoken, and does not speak to a stranger", async () => {
    const { runtime, client } = await startIot({ rules });
    const made = await provisionDevice(client, { name: "robot1", kind: "robot", stage: "local" });
    const server = makeCertificate(Date.now(), "localhost");
    const presented: (string | undefined)[] = [];
    const front = createTlsServer(
      { cert: server.certificatePem, key: server.privateKeyPem, requestCert: true, rejectUnauthorized: false },
      (socket) => {
        presented.push(socket.getPeerX509Certificate()?.toString());
        pipeline(socket, connectSocket(runtime.mqttPort ?? 0, "127.0.0.1"), socket, () => {});
      },
    ).on("tlsClientError", () => {});
    onTestFinished(() => void front.close());
    const { port } = new URL(await listen(front));
    const said: string[] = [];
    const options = (ca?: string) => ({
      ...{ name: "robot1", clock: realClock(), random: Math.random, uuid: randomUUID },
      say: (line: string) => void said.push(line),
      behaviour: { speedSeconds: 1, failChance: 0, isSilent: false },
      endpoint: {
        url: `mqtts://localhost:${port}`,
        credentials: { cert: made?.certificatePem ?? "", key: made?.privateKey ?? "", ...(ca !== undefined && { ca }) },
      },
    });
    const wary = runRobot(options());
    await expect.poll(() => said[0]).toMatch(/^cannot connect: self-signed certificate/u);
    await wary.stop();
    expect(said).not.toContain("is online");

    const robot = runRobot(options(server.certificatePem));
    await robot.ready;
    await robot.stop();
    expect(presented).toEqual([made?.certificatePem]);
  });

  test.each([
    ["that says nothing", (_: Socket) => {}],
    ["that hangs up", (socket: Socket) => void socket.destroy()],
  ])("can be stopped at a server %s", async (_, answer) => {
    const server = createServer(answer);
    onTestFinished(() => void server.close());
    const { port } = new URL(await listen(server));
    const said: string[] = [];
    const robot = runRobot({
      ...{
        name: "robot1",
        clock: realClock(),
        random: Math.random,
        uuid: randomUUID,
        say: (line: string) => said.push(line),
      },
      endpoint: { url: `mqtt://127.0.0.1:${port}` },
      behaviour: { speedSeconds: 1, failChance: 0, isSilent: false },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await robot.stop();
    expect(said).not.toContain("is online");
  });
});
