import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runScript } from "../local/support/run-script.js";

const run = promisify(execFile);

test("npm run demo starts all systems, walks through each, and ends", { timeout: 180_000 }, async () => {
  // Port 1 answers nobody, so the demo starts a runtime of its own.
  const { stdout } = await run(process.execPath, [join("scripts", "run.mjs"), "demo"], {
    env: { ...process.env, PORT: "1" },
  });
  for (const line of [
    "Nothing runs at http://localhost:1: starting all systems on a free port.",
    'POST /hello/api/hello {"name":"Ada"} -> {"greeting":"Hello, Ada! Nice to meet you."}',
    "sent; in the inbox: email and sms",
    "served: one Mango, made by robot",
    "two mugs, paid -> dispatched",
    "declined",
    "out of stock: the payment is undone -> failed",
    "All systems did what they should, in ",
  ]) {
    expect(stdout).toContain(line);
  }
});

test("a demo that is ended ends what it has started, and waits for that", async () => {
  const demo = runScript(process.cwd(), ["demo", "--port", "1"]);
  await demo.prints(/starting all systems on a free port/u);
  demo.kill("SIGTERM");
  // By the signal itself it would be no code.
  expect(await demo.exited).toBe(1);
});
