import { expect, it } from "vitest";
import type { Execution } from "../../../asl/interpreter/index.js";
import { ExecutionStore } from "../../../local/services/stepfunctions/execution-store.js";
import type { StoredMachine } from "../../../local/services/stepfunctions/machine-store.js";

const machine: StoredMachine = {
  arn: "arn:aws:states:eu-west-1:0:stateMachine:m",
  name: "m",
  system: "test",
  roleArn: "arn:aws:iam::0:role/m",
  definition: "{}",
  machine: { definition: {}, type: "STANDARD" },
  creationDate: 0,
  updateDate: 0,
  configuration: {},
};

/** An execution that ends when told to. */
function execution(name: string): { execution: Execution; end: () => Promise<void> } {
  let resolve = (): void => {};
  const done = new Promise<{ status: "SUCCEEDED"; output: null }>((settle) => {
    resolve = () => settle({ status: "SUCCEEDED", output: null });
  });
  return {
    execution: {
      name,
      executionArn: `arn:${name}`,
      stateMachineArn: "arn:aws:states:eu-west-1:0:stateMachine:m",
      mapRuns: [],
      status: "RUNNING",
      input: null,
      output: undefined,
      error: undefined,
      cause: undefined,
      startDate: 0,
      stopDate: undefined,
      path: [],
      history: [],
      waiting: () => [],
      skipWait: () => 0,
      redriveCount: 0,
      redriveDate: undefined,
      redrive: () => {},
      stop() {},
      done,
    },
    end: async () => {
      resolve();
      await done;
      await Promise.resolve();
    },
  };
}

it("keeps all that run and the last that have ended", async () => {
  const store = new ExecutionStore(2);
  const all = ["a", "b", "c", "d"].map(execution);
  for (const { execution: one } of all) store.add(machine, "{}", one);
  expect(store.open).toBe(4);
  for (const { end } of all.slice(0, 3)) await end();
  expect(store.open).toBe(1);
  expect(store.list().map((stored) => stored.execution.name)).toEqual(["d", "c", "b"]);
  expect(store.find("arn:a")).toBeUndefined();
  expect(store.findByName("b")?.number).toBe(2);
});

it("keeps fewer of those that have ended while memory is short, and all that run", async () => {
  let isShort = false;
  const store = new ExecutionStore(1000, () => isShort);
  const running = execution("running");
  store.add(machine, "{}", running.execution);
  const runAndEnd = async (name: string) => {
    const { execution: one, end } = execution(name);
    store.add(machine, "{}", one);
    await end();
  };
  for (let number = 0; number < 200; number += 1) await runAndEnd(`early${number}`);
  expect(store.list()).toHaveLength(201);
  isShort = true;
  await runAndEnd("late0");
  expect(store.list()).toHaveLength(200);
  expect([store.find("arn:early1"), store.find("arn:early2")]).toEqual([undefined, expect.anything()]);
  for (let number = 1; number < 500; number += 1) await runAndEnd(`late${number}`);
  expect(store.list().length).toBeGreaterThanOrEqual(100);
  expect(store.list().length).toBeLessThanOrEqual(102);
  expect([store.find("arn:running"), store.find("arn:late499")]).toEqual([expect.anything(), expect.anything()]);
});
