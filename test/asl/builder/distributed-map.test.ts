import { describe, expect, test } from "vitest";
import {
  allow,
  bucket,
  context,
  distributedMap,
  entries,
  invoke,
  items,
  lambda,
  render,
  s3Items,
  statements,
  workflow,
  writtenTo,
} from "../../../asl/index.js";
import { validate } from "../../../asl/validator/index.js";

interface Handler<Input, Output> {
  (event: Input): Promise<Output>;
  readonly errors: readonly never[];
}
interface Issue {
  readonly text: string;
  readonly key: string;
  readonly most: number;
  readonly readers: readonly { readonly name: string; readonly tags: readonly string[] }[];
  readonly prices: { readonly [sku: string]: number };
}

const bindings = {
  lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  bucket: (name: string) => ({ arn: `arn:aws:s3:::${name}`, name }),
  account: { partition: "aws", region: "eu-west-1", accountId: "123456789012" },
  self: "newsletter-dev",
};
const send = lambda<Handler<{ to: readonly { email: string }[]; text: string }, { sent: number }>>("send");
const greet = lambda<Handler<{ name: string; text: string }, { name: string }>>("greet");
const start = workflow<Issue>("newsletter");

describe("a distributed Map", () => {
  const flow = start
    .let("sent", "Send", ({ input }) =>
      distributedMap(
        s3Items
          .csv<{ email: string }>(bucket("lists"), "readers.csv", { delimiter: "SEMICOLON", maxItems: input.most })
          .inBatches({ maxItems: 100, input: { text: input.text } }),
        (w) =>
          w
            .let("result", "SendBatch", ({ input }) => invoke(send, { to: input.Items, text: input.BatchInput.text }))
            .succeed("BatchSent", ({ result }) => result.sent),
        {
          executionType: "EXPRESS",
          label: "Batches",
          maxConcurrency: 20,
          toleratedFailurePercentage: 5,
          results: writtenTo(bucket("results"), "newsletter", { transformation: "COMPACT", outputType: "JSONL" }),
        },
      ),
    )
    .succeed("Sent", ({ sent }) => sent.ResultWriterDetails.Key);

  test("reads, batches and writes; its child executions see their own input alone", () => {
    const definition = render(flow, bindings);
    expect(definition.States.Send).toEqual({
      Type: "Map",
      Label: "Batches",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: {
          InputType: "CSV",
          CSVHeaderLocation: "FIRST_ROW",
          CSVDelimiter: "SEMICOLON",
          MaxItems: "{% $states.context.Execution.Input.most %}",
        },
        Arguments: { Bucket: "lists", Key: "readers.csv" },
      },
      ItemBatcher: { MaxItemsPerBatch: 100, BatchInput: { text: "{% $states.context.Execution.Input.text %}" } },
      MaxConcurrency: 20,
      ToleratedFailurePercentage: 5,
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Arguments: { Bucket: "results", Prefix: "newsletter" },
        WriterConfig: { Transformation: "COMPACT", OutputType: "JSONL" },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "SendBatch",
        States: {
          SendBatch: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Arguments: {
              FunctionName: bindings.lambda("send"),
              Payload: { to: "{% $states.input.Items %}", text: "{% $states.input.BatchInput.text %}" },
            },
            Assign: { result: "{% $states.result.Payload %}" },
            Output: "{% $states.input %}",
            Next: "BatchSent",
          },
          BatchSent: { Type: "Succeed", Output: "{% $result.sent %}" },
        },
      },
      Assign: { sent: "{% $states.result %}" },
      Output: "{% $states.input %}",
      Next: "Sent",
    });
    expect(validate(definition)).toEqual([]);
  });

  test("needs to start executions of its own machine, and exactly the objects that it names", () => {
    expect(statements(flow, bindings)).toEqual([
      { actions: ["lambda:InvokeFunction"], resources: [bindings.lambda("send")] },
      {
        actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
        resources: ["arn:aws:s3:::results/newsletter/*"],
      },
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::lists/readers.csv"] },
      {
        actions: ["states:DescribeExecution", "states:StopExecution"],
        resources: ["arn:aws:states:eu-west-1:123456789012:execution:newsletter-dev:*"],
      },
      {
        actions: ["states:RedriveExecution"],
        resources: ["arn:aws:states:eu-west-1:123456789012:execution:newsletter-dev/*:*"],
      },
      {
        actions: ["states:StartExecution"],
        resources: ["arn:aws:states:eu-west-1:123456789012:stateMachine:newsletter-dev"],
      },
    ]);
    const { self: _, ...nameless } = bindings;
    expect(() => statements(flow, nameless)).toThrow("{ self: machineName }");
  });

  test("takes items from data, selects, and nests an inline Map that still sees the child's input", () => {
    const nested = start
      .let("all", "Greet", ({ input }) =>
        distributedMap(
          items(input.readers).select(({ item, index }) => ({ reader: item, index, text: input.text })),
          (w) =>
            w
              .let("tags", "Tags", ({ input, map }) =>
                map("tag", input.reader.tags, (w) =>
                  w
                    .let("greeted", "GreetOne", ({ input, tag }) => invoke(greet, { name: tag, text: input.text }))
                    .succeed("Greeted", ({ greeted }) => greeted.name),
                ),
              )
              .succeed("AllGreeted", ({ tags, input }) => ({ tags, index: input.index })),
          { results: "NONE" },
        ),
      )
      .succeed("Done", ({ all }) => all);
    const definition = render(nested, bindings);
    expect(definition.States.Greet).toMatchObject({
      Items: "{% $states.context.Execution.Input.readers %}",
      ItemSelector: {
        reader: "{% $states.context.Map.Item.Value %}",
        index: "{% $states.context.Map.Item.Index %}",
        text: "{% $states.context.Execution.Input.text %}",
      },
      ResultWriter: { WriterConfig: { Transformation: "NONE", OutputType: "JSON" } },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        States: {
          Tags: {
            Items: "{% $states.input.reader.tags %}",
            ItemSelector: { input: "{% $states.input %}", tag: "{% $states.context.Map.Item.Value %}" },
            ItemProcessor: {
              States: {
                GreetOne: {
                  Arguments: { Payload: { name: "{% $states.input.tag %}", text: "{% $states.input.input.text %}" } },
                },
              },
            },
          },
        },
      },
    });
    expect(validate(definition)).toEqual([]);
  });

  test("takes the fields of an object", () => {
    const flow = start
      .do("Prices", ({ input }) =>
        distributedMap(
          entries(input.prices).select(({ key, item }) => ({ sku: key, price: item })),
          (w) => w.succeed("Price", ({ input }) => input.sku),
        ),
      )
      .do("Entries", ({ input }) =>
        distributedMap(entries(input.prices), (w) => w.succeed("Entry", ({ input }) => [input.Key, input.Value])),
      )
      .succeed("Done");
    const definition = render(flow, bindings);
    expect(definition.States.Prices).toMatchObject({
      ItemSelector: { sku: "{% $states.context.Map.Item.Key %}", price: "{% $states.context.Map.Item.Value %}" },
    });
    expect(validate(definition)).toEqual([]);
  });

  test.each([
    [
      s3Items.json(bucket("b"), "a.json", { pointer: "/orders" }),
      "getObject",
      { InputType: "JSON", ItemsPointer: "/orders" },
      ["s3:GetObject"],
    ],
    [s3Items.jsonLines(bucket("b"), "a.jsonl"), "getObject", { InputType: "JSONL" }, ["s3:GetObject"]],
    [
      s3Items.csv(bucket("b"), "a.csv", { headers: ["a"] }),
      "getObject",
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["a"] },
      ["s3:GetObject"],
    ],
    [s3Items.parquet(bucket("b"), "a.parquet"), "getObject", { InputType: "PARQUET" }, ["s3:GetObject"]],
    [
      s3Items.inventory(bucket("b"), "manifest.json"),
      "getObject",
      { InputType: "MANIFEST", ManifestType: "S3_INVENTORY" },
      ["s3:GetObject"],
    ],
    [s3Items.listing(bucket("b"), "in/"), "listObjectsV2", undefined, ["s3:ListBucket"]],
    [
      s3Items.contents(bucket("b"), "in/", "CSV"),
      "listObjectsV2",
      { InputType: "CSV", Transformation: "LOAD_AND_FLATTEN", CSVHeaderLocation: "FIRST_ROW" },
      ["s3:GetObject", "s3:ListBucket"],
    ],
  ])("reads from S3 (%#)", (source, action, config, actions) => {
    const flow = start.do("Read", () => distributedMap(source, (w) => w.succeed("Item"))).succeed("Done");
    const definition = render(flow, bindings);
    expect(definition.States.Read).toMatchObject({
      ItemReader: { Resource: `arn:aws:states:::s3:${action}`, ...(config && { ReaderConfig: config }) },
    });
    expect(validate(definition)).toEqual([]);
    const needed = statements(flow, bindings).flatMap((statement) => statement.actions);
    expect(needed.filter((name) => name.startsWith("s3:"))).toEqual(actions);
  });

  test("an object that only the data names is any object of its bucket", () => {
    const flow = start
      .do("Read", ({ input }) => distributedMap(s3Items.json(bucket("b"), input.key), (w) => w.succeed("Item")))
      .succeed("Done");
    expect(statements(flow, bindings)[0]).toEqual({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] });
  });
});

test("mapEntries runs a path for each field of an object", () => {
  const flow = start
    .let("priced", "Prices", ({ input, mapEntries }) =>
      mapEntries("price", input.prices, (w) =>
        w.succeed("Price", ({ price, priceKey, priceIndex }) => ({ sku: priceKey, price, priceIndex })),
      ),
    )
    .succeed("Done", ({ priced }) => ({ priced, by: context.Execution.Name }));
  const definition = render(flow, bindings);
  expect(definition.States.Prices).toMatchObject({
    Items: "{% $states.context.Execution.Input.prices %}",
    ItemSelector: {
      price: "{% $states.context.Map.Item.Value %}",
      priceKey: "{% $states.context.Map.Item.Key %}",
      priceIndex: "{% $states.context.Map.Item.Index %}",
    },
  });
  expect(validate(definition)).toEqual([]);
});

test("permissions may be given on any target", () => {
  expect(allow(["s3:GetObject"], bucket("b"), "*").resources).toEqual([
    { kind: "resource", resource: { kind: "bucket", name: "b" }, attribute: "arn" },
    "*",
  ]);
});
