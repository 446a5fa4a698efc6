import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { listenOnLoopback, requireFreePort } from "../../local/server.js";
import { listen } from "../support/listen.js";
import { runScript } from "./support/run-script.js";

test("npm start on a port whose next one is taken says so at once, for that is where devices connect", async () => {
  const taken = createServer();
  onTestFinished(() => void taken.close());
  const mqttPort = Number(new URL(await listen(taken)).port);
  const script = runScript(process.cwd(), ["start", "--port", String(mqttPort - 1)]);
  expect(await script.exited).toBe(1);
  expect(script.output()).toContain(
    `Port ${mqttPort}, where devices connect by MQTT, is taken by another program. It is always the one after the HTTP port. Choose another: npm start -- --port ${mqttPort + 2}`,
  );
  expect(script.output()).not.toContain("Building");
  expect(script.output()).not.toMatch(/^ +at /mu);
});

test("the last port has no next one", async () => {
  await expect(requireFreePort(65_535)).rejects.toThrow("Port 65536, where devices connect by MQTT, does not exist.");
});

test("a port of the system's administrator is told from a taken one", async () => {
  const refused = () => {
    const server = createServer();
    server.listen = () => {
      const error = Object.assign(new Error("listen EACCES: permission denied"), { code: "EACCES" });
      queueMicrotask(() => server.emit("error", error));
      return server;
    };
    return server;
  };
  await expect(listenOnLoopback(80, refused)).rejects.toThrow(
    "Port 80 may only be used by the system's administrator. Choose another: npm start -- --port 3000",
  );
});
