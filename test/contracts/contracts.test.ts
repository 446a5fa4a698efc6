import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AttributeValue, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Runtime, startRuntime } from "../../local/runtime.js";
import { releases } from "../../stacks/releases/index.js";
import { synthesizeFor } from "../stacks/stages.js";

// What executions of each release send to functions, and what they rely on in the answers. A file is written when its
// release is deployed and never edited: its executions run for up to a year, against whatever code stands here then.

const FOLDER = join("test", "contracts");
const STAGE = "local";

const caseSchema = v.strictObject({
  why: v.string(),
  /** Items that stand in tables before, by the last part of a table's name, as DynamoDB writes them. */
  items: v.optional(v.record(v.string(), v.array(v.custom<Record<string, AttributeValue>>(isObject))), {}),
  /** Executions that were started before. */
  executions: v.optional(v.array(v.strictObject({ machine: v.string(), name: v.string(), input: v.unknown() })), []),
  function: v.string(),
  event: v.unknown(),
  /** What the answer holds, `<text>` and `<number>` standing for any; or the name of the error. */
  answer: v.optional(v.unknown()),
  error: v.optional(v.string()),
  /** What the JSON text in the answer's `body` holds. */
  body: v.optional(v.unknown()),
});
type Case = v.InferOutput<typeof caseSchema>;

const contracts = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: system }) =>
    readdirSync(join(FOLDER, system)).map((file) => ({
      system,
      release: file.replace(/\.json$/, ""),
      cases: v.parse(v.array(caseSchema), JSON.parse(readFileSync(join(FOLDER, system, file), "utf8"))),
    })),
  );

const [synthesized] = await synthesizeFor({ stage: STAGE, shiftsInSteps: false });
let runtime: Runtime;
let clients: { readonly lambda: LambdaClient; readonly states: SFNClient; readonly dynamodb: DynamoDBClient };

beforeAll(async () => {
  const defaults: unknown = JSON.parse(readFileSync(join("local", "default.tfvars.json"), "utf8"));
  const variables = [
    { name: "local/default.tfvars.json", values: v.parse(v.record(v.string(), v.string()), defaults) },
  ];
  const outDir = synthesized?.out ?? "";
  runtime = await startRuntime({ root: process.cwd(), outDir, port: 0, variables, log: () => undefined });
  const settings = {
    endpoint: `http://127.0.0.1:${runtime.port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  clients = {
    lambda: new LambdaClient(settings),
    states: new SFNClient(settings),
    dynamodb: new DynamoDBClient(settings),
  };
});
afterAll(() => runtime.stop());

describe.each(contracts)("executions of $system as released on $release", ({ system, cases }) => {
  test.each(cases.map((one) => [one.why, one] as const))("%s", async (_, one) => {
    await prepare(system, one);
    const { FunctionError, Payload } = await clients.lambda.send(
      new InvokeCommand({ FunctionName: `${system}-${STAGE}-${one.function}`, Payload: JSON.stringify(one.event) }),
    );
    const answer: unknown = JSON.parse(Payload?.transformToString() ?? "null");
    if (one.error !== undefined) {
      expect(answer).toMatchObject({ errorType: one.error });
      return;
    }
    expect(FunctionError, JSON.stringify(answer)).toBeUndefined();
    if (one.answer === null) expect(answer).toBeNull();
    else expect(answer).toMatchObject(Object(matcher(one.answer)));
    if (one.body === undefined) return;
    const { body } = v.parse(v.object({ body: v.string() }), answer);
    expect(JSON.parse(body)).toMatchObject(Object(matcher(one.body)));
  });
});

test("every release that may have executions running has its contract", () => {
  const needed = Object.entries(releases).flatMap(([system, list]) => list.map(({ date }) => `${system} ${date}`));
  const written = contracts.map(({ system, release }) => `${system} ${release}`);
  expect(written).toEqual(expect.arrayContaining(needed));
});

async function prepare(system: string, { items, executions }: Case): Promise<void> {
  for (const [table, rows] of Object.entries(items)) {
    for (const Item of rows) {
      await clients.dynamodb.send(new PutItemCommand({ TableName: `${system}-${STAGE}-${table}`, Item }));
    }
  }
  for (const { machine, name, input } of executions) {
    const stateMachineArn = `arn:aws:states:eu-west-1:000000000000:stateMachine:${system}-${STAGE}-${machine}`;
    const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    await clients.states.send(start);
  }
}

/** A JSON value with `<text>` as any text and `<number>` as any number. */
function matcher(value: unknown): unknown {
  if (value === "<text>") return expect.any(String);
  if (value === "<number>") return expect.any(Number);
  if (Array.isArray(value)) return value.map(matcher);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, matcher(item)]));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
