import { describe, expect, it } from "vitest";
import { seededRandom, type TestStateRequest, testState, virtualClock } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";

async function test(request: TestStateRequest) {
  const clock = virtualClock();
  const ports = { clock, random: seededRandom(1), uuid: () => "id", call: async () => null };
  return clock.runUntil(testState(request, ports));
}

const body = { StartAt: "Item", States: { Item: { Type: "Pass", End: true } } };
const processor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...body };
const result = (value: Json) => ({ result: JSON.stringify(value) });

const inspected = async (definition: Json, request: Omit<TestStateRequest, "definition">) => {
  const { inspectionData = {} } = await test({ definition, inspectionLevel: "DEBUG", ...request });
  return Object.fromEntries(
    Object.entries(inspectionData).map(([name, value]) => [
      name,
      typeof value === "string" ? JSON.parse(value) : value,
    ]),
  );
};

describe("a Map state under test", () => {
  it("tells what the selector and the batcher make of its items", async () => {
    const map = {
      Type: "Map",
      ItemsPath: "$.list",
      ItemSelector: { "item.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index", "all.$": "$.all" },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ItemProcessor: processor,
      End: true,
    };
    const selected = [1, 2, 3].map((item, index) => ({ item, index, all: true }));
    const input = JSON.stringify({ list: [1, 2, 3], all: true });
    expect(await inspected(map, { input, mock: result([0]) })).toMatchObject({
      afterItemsPath: [1, 2, 3],
      afterItemSelector: selected,
      afterItemBatcher: [{ Items: selected.slice(0, 2) }, { Items: selected.slice(2) }],
    });
  });

  it("selects in JSONata, too, with the expressions' own errors", async () => {
    const map = {
      Type: "Map",
      QueryLanguage: "JSONata",
      Items: [1, 2],
      ItemSelector: "{% $states.context.Map.Item.Value * 10 %}",
      ItemProcessor: body,
      End: true,
    };
    expect(await inspected(map, { mock: result([0]) })).toMatchObject({ afterItemSelector: [10, 20] });
    const wrong = { ...map, ItemSelector: "{% $states.context.Map.Item.Value.x %}" };
    expect(await test({ definition: wrong, mock: result([0]) })).toMatchObject({
      error: "States.QueryEvaluationError",
    });
  });

  const reading = (config: Json): Json => ({
    Type: "Map",
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      Parameters: { Bucket: "b", Key: "k" },
      ReaderConfig: config,
    },
    ItemSelector: { "item.$": "$$.Map.Item.Value", "from.$": "$$.Map.Item.Source" },
    ItemProcessor: processor,
    End: true,
  });

  it("reads the data of its item reader as the object holds it", async () => {
    const csv = reading({ InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" });
    const from = "S3://b/k";
    expect(
      await inspected(csv, { mock: result([]), stateConfiguration: { mapItemReaderData: "a,b\n1,2\n" } }),
    ).toMatchObject({ afterItemSelector: [{ item: { a: "1", b: "2" }, from }] });
    const json = reading({ InputType: "JSON", ItemsPointer: "/x", MaxItems: 1 });
    expect(
      await inspected(json, { mock: result([]), stateConfiguration: { mapItemReaderData: '{"x":[5,6]}' } }),
    ).toMatchObject({ afterItemsPointer: [5, 6], afterItemSelector: [{ item: 5, from }] });
    expect(
      await test({ definition: json, mock: result([]), stateConfiguration: { mapItemReaderData: "5" } }),
    ).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
  });

  it("cannot have more failed iterations than items", async () => {
    const definition = { Type: "Map", ItemProcessor: processor, End: true };
    const request = { definition, input: "[1, 2]", mock: result([0]) };
    await expect(test({ ...request, stateConfiguration: { mapIterationFailureCount: 3 } })).rejects.toMatchObject({
      code: "ValidationException",
    });
    expect(await test({ ...request, stateConfiguration: { mapIterationFailureCount: 2 } })).toMatchObject({
      status: "SUCCEEDED",
    });
  });
});

describe("a state under test", () => {
  it("is the first iteration where it stands inside of a Map state", async () => {
    const item = { Type: "Pass", Parameters: { "item.$": "$$.Map.Item" }, End: true };
    const definition = {
      StartAt: "Map",
      States: { Map: { Type: "Map", ItemProcessor: { StartAt: "Item", States: { Item: item } }, End: true } },
    };
    const { output } = await test({ definition, stateName: "Item", input: '{"n":1}' });
    expect(JSON.parse(output ?? "")).toEqual({ item: { Index: 0, Value: { n: 1 } } });
  });

  it.each([
    "arn:aws:states:::states:startExecution.sync:2",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "arn:aws:states:us-east-1:123456789012:activity:act",
  ])("needs a mock where it is a task that waits: %s", async (Resource) => {
    const definition = { Type: "Task", Resource, End: true };
    const roleArn = "arn:aws:iam::123456789012:role/r";
    await expect(test({ definition, roleArn })).rejects.toMatchObject({ code: "ValidationException" });
  });

  it.each<[string, Json, string]>([
    ["aws-sdk:secretsmanager:getSecretValue", { VersionId: "short" }, "Field 'VersionId' is shorter"],
    ["events:putEvents", { Entries: [{ EventId: "x".repeat(65) }] }, "Field 'EventId' is longer"],
    ["aws-sdk:lambda:getFunction", { Configuration: { Timeout: 0 } }, "Field 'Timeout' is less"],
    ["dynamodb:putItem", { ConsumedCapacity: { CapacityUnits: "1" } }, "Field 'CapacityUnits' must be a number"],
  ])("cannot be mocked with what %s does not answer: %j", async (action, answer, problem) => {
    const definition = { Type: "Task", Resource: `arn:aws:states:::${action}`, End: true };
    await expect(test({ definition, mock: result(answer) })).rejects.toThrow(problem);
    const unchecked = { ...result(answer), fieldValidationMode: "NONE" };
    expect(await test({ definition, mock: unchecked })).toMatchObject({ status: "SUCCEEDED" });
  });

  it("takes a context object together with a mock only", async () => {
    const definition = { Type: "Pass", End: true };
    await expect(test({ definition, context: "{}" })).rejects.toMatchObject({ code: "ValidationException" });
  });
});
