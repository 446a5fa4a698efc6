import { expect, test } from "vitest";
import {
  assertCalled,
  assertFailed,
  assertNotCalled,
  assertPath,
  assertRetried,
  assertSucceeded,
  assertWaited,
  bucketFiles,
  runWorkflow,
} from "../../../asl/testing/index.js";
import { invoke, machine } from "./fixtures.js";

const definition = machine({
  Pause: { Type: "Wait", Seconds: 5, Next: "Send" },
  Send: { ...invoke, Retry: [{ ErrorEquals: ["Busy"] }], End: true },
});
const run = await runWorkflow(definition, {
  input: { list: [1, 2] },
  mocks: { Send: [{ error: "Busy" }, { output: { a: 1, b: null } }] },
});
const payload = { Payload: { list: [1, 2] } };

test("assertions hold for what happened", () => {
  assertPath(run, "Pause", "Send");
  assertSucceeded(run);
  assertSucceeded(run, { a: 1, b: null });
  assertCalled(run, "Send");
  assertCalled(run, "Send", payload, {});
  assertNotCalled(run, "Pause");
  assertWaited(run, "Pause", 5);
  assertRetried(run, "Send", { error: "Busy", rule: 0, delaySeconds: 1 });
});

test.each([
  ["another path", () => assertPath(run, "Pause"), "The run was to enter Pause."],
  ["another output", () => assertSucceeded(run, { a: 1 }), 'was to be {"a":1}, but is {"a":1,"b":null}.'],
  ["another end", () => assertFailed(run), "The run was to fail."],
  ["no call", () => assertCalled(run, "Pause"), "The task of 'Pause' was to be called."],
  ["fewer calls", () => assertCalled(run, "Send", {}), "was to be called 1 times, but was 2 times."],
  [
    "other parameters",
    () => assertCalled(run, "Send", {}, { Payload: { list: [1] } }),
    "Call 2 of 'Send' was to receive",
  ],
  ["a call", () => assertNotCalled(run, "Send"), "was not to be called, but was 2 times."],
  ["another wait", () => assertWaited(run, "Pause", 6), "'Pause' was to wait 6 seconds, but waited 5."],
  ["no wait", () => assertWaited(run, "Send", 6), "'Send' was to wait 6 seconds, but did not wait."],
  ["no retry", () => assertRetried(run, "Send"), 'but was [{"error":"Busy","rule":0,"delaySeconds":1}].'],
  ["another retry", () => assertRetried(run, "Send", { delaySeconds: 2 }), "was to be tried again"],
])("assertions fail on %s, and tell how the run went", (_name, assert, message) => {
  expect(assert).toThrow(message);
  expect(assert).toThrow(
    "It is SUCCEEDED after 6 s.\nIt entered: Pause, Send.\nIt called:\n  at 5 s: Send, attempt 1\n",
  );
});

test("a run that fails says so", async () => {
  const failed = await runWorkflow(definition, { mocks: { Send: [{ error: "Broken", cause: "why" }] } });
  assertFailed(failed, "Broken");
  expect(() => assertSucceeded(failed)).toThrow("It is FAILED with Broken (why) after 5 s.");
  expect(() => assertFailed(failed, "Other")).toThrow("The run was to fail with Other.");
});

test("a mock of a state that is not there, or calls nothing, is refused", async () => {
  const wrong = (name: string) => runWorkflow(definition, { mocks: { [name]: [{ output: 1 }] } });
  await expect(wrong("Sent")).rejects.toThrow(
    "A mock is given for 'Sent'. The workflow has no such state. Its Task states are: Send.",
  );
  await expect(wrong("Pause")).rejects.toThrow("It is a Wait state, which calls nothing.");
});

test("an assertion that fails inside of a mock fails the test, whatever the workflow catches", async () => {
  const catching = machine({
    Send: { ...invoke, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Ok" }], End: true },
    Ok: { Type: "Succeed" },
  });
  const Send = () => {
    expect(1).toBe(2);
    return null;
  };
  await expect(runWorkflow(catching, { mocks: { Send } })).rejects.toThrow("expected 1 to be 2");
});

test("files are read, listed and written", async () => {
  const objects = bucketFiles({ "b/in/2": "two", "b/in/1": "é", "c/in/3": "three" });
  expect((await objects.list({ bucket: "b", prefix: "in/" })).map(({ Key, Size }) => [Key, Size])).toEqual([
    ["in/1", 2],
    ["in/2", 3],
  ]);
  await objects.put({ bucket: "b", key: "out", body: "x" });
  expect(await objects.get({ bucket: "b", key: "out" })).toBe("x");
  expect(objects.files.size).toBe(4);
  await expect(objects.get({ bucket: "b", key: "none" })).rejects.toMatchObject({ error: "S3.NoSuchKeyException" });
});
