import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { readPort, startUsage } from "../../scripts/lib/local-run.js";
import { listen } from "../support/listen.js";
import { runScript } from "./support/run-script.js";

const root = process.cwd();
const links = /http:\/\/localhost:(\d+)\/_local\//u;

describe("npm start", () => {
  test("shows progress, a line a service and the links, serves, and ends on SIGINT within a second with code 0", async () => {
    const script = runScript(root, ["start", "--port", "0"]);
    const [, port] = await script.prints(links);
    const output = script.output();
    for (const line of [
      "Building handlers, pages and stacks",
      /\.build\/handlers\/pet-reminders\/api\.zip/u,
      /Creating \d+ resources of pet-reminders/u,
      /CloudFront +2 distributions/u,
      /Lambda +17 functions/u,
      /Step Functions +5 state machines/u,
      `http://localhost:${port}/pet-reminders/`,
      `http://localhost:${port}/pet-reminders/api/reminders`,
    ]) {
      expect(output).toMatch(line);
    }
    for (const host of ["localhost", "127.0.0.1"]) {
      expect((await fetch(`http://${host}:${port}/pet-reminders/`)).status).toBe(200);
    }
    const startedAt = Date.now();
    script.kill("SIGINT");
    // npm and the terminal both send it.
    script.kill("SIGINT");
    expect(await script.exited).toBe(0);
    // A second, and what a busy machine adds.
    expect(Date.now() - startedAt).toBeLessThan(1500);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  test("twice at once on two ports works, and SIGTERM ends it cleanly too", async () => {
    const scripts = [runScript(root, ["start"], { PORT: "0" }), runScript(root, ["start", "--port=0"], { PORT: "1" })];
    const ports = await Promise.all(scripts.map(async (script) => (await script.prints(links))[1]));
    expect(new Set(ports).size).toBe(2);
    for (const port of ports) {
      const page = await fetch(`http://127.0.0.1:${port}/pet-reminders/`);
      expect(page.status).toBe(200);
    }
    for (const script of scripts) script.kill("SIGTERM");
    expect(await Promise.all(scripts.map(({ exited }) => exited))).toEqual([0, 0]);
  });

  test("on a taken port says so, without a stack trace, and ends with code 1", async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const port = new URL(await listen(server)).port;
    const script = runScript(root, ["start", "--port", port]);
    expect(await script.exited).toBe(1);
    expect(script.output()).toContain(`Port ${port} is taken by another program. Choose another: npm start -- --port`);
    expect(script.output()).not.toMatch(/^ +at /mu);
    expect(script.output()).not.toContain("Building");
  });

  test("with a variable against a rule of the stack says which and why", async () => {
    const script = runScript(root, ["start", "--port", "0"], { TF_VAR_sender: "nobody" });
    expect(await script.exited).toBe(1);
    expect(script.output()).toContain(
      "var.sender: The value from TF_VAR_* is refused: sender must be one e-mail address.",
    );
  });

  test("interrupted while it builds ends with code 0", async () => {
    const script = runScript(root, ["start", "--port", "0"]);
    await script.prints(/Building/u);
    script.kill("SIGINT");
    expect(await script.exited).toBe(0);
  });
});

describe("the port", () => {
  const usage = startUsage("npm start", "Runs.");
  test.each([
    [[], {}, 3000],
    [[], { PORT: "4000" }, 4000],
    [["--port", "5000"], { PORT: "4000" }, 5000],
    [["--port=5000"], {}, 5000],
  ])("of %j with %j is %i", (args, environment, expected) => {
    expect(readPort(args, environment, usage)).toBe(expected);
  });

  test.each([
    [["--port", "abc"], 'The port "abc" is not a number from 0 to 65535.'],
    [["--port", "65536"], 'The port "65536" is not'],
    [["--port"], 'The port "" is not'],
    [["--prot", "1"], '"--prot" is not known here.\nUse: npm start -- [--port N]'],
  ])("of %j is refused", (args, sentence) => {
    expect(() => readPort(args, {}, usage)).toThrow(sentence);
  });
});
