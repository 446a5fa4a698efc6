import { describe, expect, it } from "vitest";
import { type ObjectStore, TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { eventTypes, lambdaTask, runStates, startStates } from "./helpers.js";

const pass = { P: { Type: "Pass", End: true } };

/** A distributed Map state over some states, with other fields. */
function distributed(states: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>> = {}) {
  const [first] = Object.keys(states);
  const processor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: first };
  return { M: { Type: "Map", End: true, ItemProcessor: { ...processor, States: states }, ...fields } };
}

/** A store with some objects; `written` gets what is put. */
function store(objects: Readonly<Record<string, string>>, written: Record<string, string> = {}): ObjectStore {
  return {
    get: async ({ key }) => {
      const body = objects[key];
      if (body === undefined) throw new TaskFailure("S3.NoSuchKeyException", `no ${key}`);
      return body;
    },
    list: async ({ prefix = "" }) =>
      Object.keys(objects)
        .filter((key) => key.startsWith(prefix))
        .map((Key) => ({ Etag: "e", Key, LastModified: 1, Size: 1, StorageClass: "STANDARD" })),
    put: async ({ key, body }) => {
      written[key] = body;
    },
  };
}

const reader = (config: Readonly<Record<string, unknown>>, action = "getObject") => ({
  ItemReader: {
    Resource: `arn:aws:states:::s3:${action}`,
    Arguments: { Bucket: "b", Key: "{% $states.input.key %}" },
    ReaderConfig: config,
  },
});

const fails = {
  F: { Type: "Choice", Choices: [{ Condition: "{% $states.input < 0 %}", Next: "No" }], Default: "Yes" },
};
const failsBelowZero = { ...fails, No: { Type: "Fail", Error: "Negative" }, Yes: { Type: "Succeed" } };

describe("a distributed Map", () => {
  it("runs each item in an execution of its own, which has its own history", async () => {
    const execution = await runStates(distributed(pass, { Label: "lab" }), { input: [1, 2], stateMachineName: "m" });
    expect(execution.output).toEqual([1, 2]);
    expect(eventTypes(execution)).toEqual([
      "ExecutionStarted",
      "MapStateEntered",
      "MapStateStarted",
      "MapRunStarted",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ]);
    const [run] = execution.mapRuns;
    expect(run?.mapRunArn).toMatch(/:mapRun:m\/lab:[0-9a-f-]{36}$/);
    expect(run).toMatchObject({ status: "SUCCEEDED", itemCount: 2, maxConcurrency: 10_000 });
    expect(run?.counts).toMatchObject({ succeeded: 2, failed: 0, total: 2 });
    const [child] = run?.executions ?? [];
    expect(child?.executionArn).toMatch(/:execution:m\/lab:/);
    expect(child?.stateMachineArn).toMatch(/:stateMachine:m\/lab$/);
    expect(child && eventTypes(child)).toEqual([
      "ExecutionStarted",
      "PassStateEntered",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("keeps to its concurrency, and puts results in the order of items", async () => {
    let running = 0;
    let most = 0;
    const waits = {
      T: { ...lambdaTask, Arguments: { Payload: "{% $states.input %}" }, Next: "W", End: undefined },
      W: { Type: "Wait", Seconds: 1, Output: "{% $states.input %}", End: true },
    };
    const { execution, clock } = startStates(distributed(JSON.parse(JSON.stringify(waits)), { MaxConcurrency: 2 }), {
      input: [3, 1, 2],
      call: async ({ parameters }) => {
        running += 1;
        most = Math.max(most, running);
        running -= 1;
        return parameters;
      },
    });
    await clock.runUntil(execution.done);
    expect(execution.output).toEqual([{ Payload: 3 }, { Payload: 1 }, { Payload: 2 }]);
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(2000);
    expect(most).toBeGreaterThan(0);
  });

  it("shows the waits of its children, ends them on request, and stops with its execution", async () => {
    const states = distributed({ W: { Type: "Wait", Seconds: 60, End: true } });
    const { execution, clock } = startStates(states, { input: [1, 2] });
    expect(execution.waiting()).toHaveLength(2);
    expect(execution.skipWait()).toBe(2);
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("SUCCEEDED");
    const { execution: other } = startStates(states, { input: [1] });
    other.stop();
    expect(other.mapRuns[0]).toMatchObject({ status: "ABORTED" });
    expect(other.mapRuns[0]?.executions[0]?.status).toBe("ABORTED");
  });

  it.each<[string, Record<string, Json>, Json[], string | undefined]>([
    ["none, where nothing is said", {}, [1, -1], "States.ExceedToleratedFailureThreshold"],
    ["as many as it says", { ToleratedFailureCount: 1 }, [1, -1], undefined],
    ["not one more", { ToleratedFailureCount: 1 }, [-2, -1, 1], "States.ExceedToleratedFailureThreshold"],
    ["a percentage", { ToleratedFailurePercentage: 50 }, [1, -1], undefined],
    ["no higher percentage", { ToleratedFailurePercentage: 49 }, [1, -1], "States.ExceedToleratedFailureThreshold"],
  ])("tolerates failures: %s", async (_, fields, input, error) => {
    const execution = await runStates(distributed(failsBelowZero, fields), { input });
    expect(execution.error).toBe(error);
    if (error === undefined) {
      expect(execution.output).toEqual([
        1,
        expect.objectContaining({ Status: "FAILED", Error: "Negative", Input: "-1" }),
      ]);
    } else {
      expect(execution.cause).toBe("The specified tolerated failure threshold was exceeded");
      expect(eventTypes(execution).slice(-3)).toEqual(["MapRunFailed", "MapStateFailed", "ExecutionFailed"]);
    }
  });

  it.each<[string, Record<string, unknown>, string, Json[]]>([
    ["JSON", { InputType: "JSON" }, '[1,{"a":2}]', [1, { a: 2 }]],
    ["JSON below a pointer", { InputType: "JSON", ItemsPointer: "/x/0" }, '{"x":[[1]]}', [1]],
    ["JSON lines", { InputType: "JSONL" }, '{"a":1}\n\n2\n', [{ a: 1 }, 2]],
    [
      "CSV with a header",
      { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      'a,b\n"x, ""y""\nz",2\n',
      [{ a: 'x, "y"\nz', b: "2" }],
    ],
    [
      "other delimiters",
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["h"], CSVDelimiter: "PIPE" },
      "1|2",
      [{ h: "1" }],
    ],
    ["at most so many", { InputType: "JSON", MaxItems: 1 }, "[1,2]", [1]],
  ])("reads %s", async (_, config, body, items) => {
    const execution = await runStates(distributed(pass, reader(config)), {
      input: { key: "k" },
      objects: store({ k: body }),
    });
    expect(execution.output).toEqual(items);
  });

  it("reads a listing", async () => {
    const listing = {
      ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Arguments: { Bucket: "b", Prefix: "in/" } },
    };
    const execution = await runStates(distributed(pass, listing), { objects: store({ "in/1": "", "out/2": "" }) });
    expect(execution.output).toEqual([expect.objectContaining({ Key: "in/1", StorageClass: "STANDARD" })]);
  });

  it.each([
    ["an object that is not there", "other", "[]", "no other"],
    ["what is no list", "k", "{}", "Attempting to map over non-iterable node."],
    ["what is no JSON", "k", "{", "The object is not JSON."],
  ])("fails to read %s", async (_, key, body, cause) => {
    const execution = await runStates(distributed(pass, reader({ InputType: "JSON" })), {
      input: { key },
      objects: store({ k: body }),
    });
    expect(execution).toMatchObject({ error: "States.ItemReaderFailed", cause });
    const caught = distributed(pass, {
      ...reader({ InputType: "JSON" }),
      Catch: [{ ErrorEquals: ["States.ItemReaderFailed"], Next: "C" }],
    });
    const rescued = await runStates(
      { ...caught, C: { Type: "Succeed" } },
      { input: { key }, objects: store({ k: body }) },
    );
    expect(rescued.status).toBe("SUCCEEDED");
  });

  it("puts selected items into batches", async () => {
    const fields = {
      ItemSelector: { i: "{% $states.context.Map.Item.Index %}", v: "{% $states.context.Map.Item.Value %}" },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { all: "{% $count($states.input) %}" } },
    };
    const execution = await runStates(distributed(pass, fields), { input: ["a", "b", "c"] });
    expect(execution.output).toEqual([
      {
        BatchInput: { all: 3 },
        Items: [
          { i: 0, v: "a" },
          { i: 1, v: "b" },
        ],
      },
      { BatchInput: { all: 3 }, Items: [{ i: 2, v: "c" }] },
    ]);
    const small = await runStates(distributed(pass, { ItemBatcher: { MaxInputBytesPerBatch: 20 } }), {
      input: ["abcd", "efgh"],
    });
    expect(small.output).toEqual([{ Items: ["abcd"] }, { Items: ["efgh"] }]);
  });

  it("writes results with a manifest, or only transforms them", async () => {
    const written: Record<string, string> = {};
    const writer = {
      Resource: "arn:aws:states:::s3:putObject",
      Arguments: { Bucket: "b", Prefix: "out" },
      WriterConfig: { Transformation: "COMPACT", OutputType: "JSONL" },
    };
    const execution = await runStates(distributed(pass, { ResultWriter: writer }), {
      input: [1, 2],
      objects: store({}, written),
    });
    const id = execution.mapRuns[0]?.mapRunArn.split(":").pop();
    expect(execution.output).toEqual({
      MapRunArn: execution.mapRuns[0]?.mapRunArn,
      ResultWriterDetails: { Bucket: "b", Key: `out/${id}/manifest.json` },
    });
    expect(written[`out/${id}/SUCCEEDED_0.jsonl`]).toBe("1\n2\n");
    expect(JSON.parse(written[`out/${id}/manifest.json`] ?? "")).toMatchObject({
      ResultFiles: { FAILED: [], SUCCEEDED: [{ Key: `out/${id}/SUCCEEDED_0.jsonl`, Size: 4 }] },
    });
    const flat = await runStates(
      distributed(pass, { ResultWriter: { WriterConfig: { Transformation: "FLATTEN", OutputType: "JSON" } } }),
      { input: [[1], [2, 3]] },
    );
    expect(flat.output).toEqual([1, 2, 3]);
  });

  it("does not show its children the variables around", async () => {
    const states = {
      A: { Type: "Pass", Assign: { v: 1 }, Next: "M" },
      ...distributed({ P: { Type: "Pass", Output: "{% $exists($v) %}", End: true } }),
    };
    expect((await runStates(states, { input: [0] })).output).toEqual([false]);
  });
});
