import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { runScript } from "../local/support/run-script.js";
import { listen } from "../support/listen.js";

const root = process.cwd();

/** What `npm run` offers of ours, and what it hands on: `["cdktf", "deploy"]`. */
const offered = Object.values(
  v.parse(v.object({ scripts: v.record(v.string(), v.string()) }), JSON.parse(readFileSync("package.json", "utf8")))
    .scripts,
).flatMap((command) => {
  const [, words] = /^node scripts\/run\.mjs (.+)$/u.exec(command) ?? [];
  return words === undefined ? [] : [words];
});

test.each(offered)("%s --help says how it is used, and a wrong option is told in plain words", async (words) => {
  const help = runScript(root, [...words.split(" "), "--help"]);
  const wrong = runScript(root, [...words.split(" "), "--nonsense"]);
  expect(await help.exited).toBe(0);
  expect(help.output()).toMatch(/^Use: .*npm .*\n\n/u);
  expect(await wrong.exited).toBe(2);
  expect(wrong.output()).toContain("Use: ");
  expect(wrong.output()).not.toMatch(/^ +at |^node:/mu);
});

test.each([
  ["synth", { TF_VAR_stage: "BAD" }, '"BAD" is no stage'],
  ["synth", { STATE_BUCKET: "b", STATE_BUCKET_REGION: "" }, "STATE_BUCKET is set but STATE_BUCKET_REGION is not."],
  ["release --date 2026-02-30", {}, '"2026-02-30" is no day.'],
  ["key-policy", {}, "Which key? Name it in CUSTOMER_KEY_ARN."],
  ["key-policy", { CUSTOMER_KEY_ARN: "alias/mine" }, 'CUSTOMER_KEY_ARN is "alias/mine"'],
])("%s with %j says what is wrong, before it does anything", async (words, environment, sentence) => {
  const script = runScript(root, words.split(" "), environment);
  expect(await script.exited).toBe(2);
  expect(script.output()).toContain(sentence);
  expect(script.output()).not.toMatch(/^ +at |\.build/mu);
});

test.each([["robots"], ["dlq"], ["robot", "--name", "robot1"], ["robot-provision", "robot1"], ["warehouse"]])(
  "npm run %s against another program's port says so",
  async (...args) => {
    const server = createServer((_, response) => void response.writeHead(200).end("<!doctype html><p>Another</p>"));
    onTestFinished(() => void server.close());
    const { port } = new URL(await listen(server));
    const script = runScript(root, args, { PORT: port });
    expect(await script.exited).toBe(2);
    expect(script.output()).toContain(`What runs at http://localhost:${port} is no npm start.`);
    expect(script.output()).not.toMatch(/^ +at /mu);
  },
);

test.each([
  ["nonsense", '--url is "nonsense", but must be like https://...'],
  ["http://127.0.0.1:4", "There is no answer: connect ECONNREFUSED 127.0.0.1:4"],
])("an order at the address %s is told what is wrong", async (url, sentence) => {
  const script = runScript(root, ["order", "Mango", "--stage", "dev", "--url", url]);
  expect(await script.exited).toBe(2);
  expect(script.output().trim()).toBe(sentence);
});
