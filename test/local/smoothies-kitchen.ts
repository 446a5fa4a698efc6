import { randomBytes } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AttributeValue, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { IoTClient } from "@aws-sdk/client-iot";
import { connectAsync, type MqttClient } from "mqtt";
import * as v from "valibot";
import { onTestFinished } from "vitest";
import { render, seconds } from "../../asl/index.js";
import type { Json, JsonObject } from "../../asl/spec/index.js";
import { realLimits, type SmoothieLimits, smoothiesWith } from "../../asl/workflows/smoothies.js";
import { createLog, formatEntry } from "../../local/log.js";
import { startRuntime } from "../../local/runtime.js";
import { plainBindings } from "../../scripts/lib/golden.js";
import { provisionDevice } from "../../scripts/lib/robot/provision.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const stage = process.env.TF_VAR_stage ?? "dev";

/** Limits for real time in a test: a robot that is silent for some seconds is broken. */
export const shortLimits: SmoothieLimits = {
  ...realLimits,
  blending: seconds(20),
  heartbeat: seconds(3),
  claim: seconds(10),
  whileBusy: { every: seconds(1), maxDelay: seconds(1), maxAttempts: 500 },
  whileNoneLeft: { every: seconds(1), maxAttempts: 2 },
};

/** A robot as a test plays it. */
export interface TestRobot {
  readonly client: MqttClient;
  /** Publishes below its own topics. */
  say(word: string, payload: object | string): Promise<void>;
  /** Drops the connection as a crash does: the Last Will follows. */
  crash(): void;
}

/** What a robot does with an order; by default it makes it at once. */
export type Blends = (order: { readonly jobId: string; readonly smoothie: string }, robot: TestRobot) => void;

/** The synthesized stack of smoothies on this machine, with limits of the test's own; it ends with the test. */
export async function openKitchen(limits: SmoothieLimits = shortLimits) {
  const lines: string[] = [];
  const runtime = await startRuntime({
    root: process.cwd(),
    outDir: await patchedStack(limits),
    port: 0,
    variables: [{ name: "the test", values: { stage, alarm_email: "alarms@example.com" } }],
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  const clients: MqttClient[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.end(true);
    await runtime.stop();
  });
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const settings = { endpoint, region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const [iot, database] = [new IoTClient(settings), new DynamoDBClient(settings)];
  onTestFinished(() => [iot, database].forEach((client) => void client.destroy()));
  const api = `${endpoint}/smoothies/api`;
  const ask = async (path: string): Promise<unknown> => (await fetch(`${api}/${path}`)).json();

  const post = (body: unknown, key?: string) => {
    const headers = { "content-type": "application/json", ...(key !== undefined && { "idempotency-key": key }) };
    return fetch(`${api}/orders`, { method: "POST", headers, body: JSON.stringify(body) });
  };

  return {
    ...{ runtime, endpoint, settings, lines, stage, database },
    post,
    /** Orders one, and asks again, under the same key, where the service is busy or its answer was lost. */
    order: async (smoothie = "Mango"): Promise<string> => {
      const key = randomBytes(24).toString("base64url");
      for (;;) {
        const response = await post({ smoothie }, key).catch(() => undefined);
        if (response?.status === 202) return v.parse(v.object({ orderId: v.string() }), await response.json()).orderId;
        if (response && response.status < 500 && response.status !== 429) throw new Error(await response.text());
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    find: async (orderId: string) => v.parse(orderSchema, await ask(`orders/${orderId}`)),
    kitchen: async () => v.parse(kitchenSchema, await ask("kitchen")),
    executions: async () =>
      v.parse(v.array(executionSchema), await (await fetch(`${endpoint}/_local/api/executions`)).json()),
    /** How an execution ended, as the console shows it: for the message of a test that fails. */
    lastEvents: async (name: string) =>
      JSON.stringify(await (await fetch(`${endpoint}/_local/api/executions/${name}`)).json()).slice(-3000),
    /** All rows of a table, as they are. */
    rows: async (table: "orders" | "robots") => {
      const all: Record<string, AttributeValue>[] = [];
      const pages = paginateScan({ client: database }, { TableName: `smoothies-${stage}-${table}` });
      for await (const { Items = [] } of pages) all.push(...Items);
      return all;
    },
    provision: (name: string, kind: "robot" | "button") => provisionDevice(iot, { name, kind, stage }),
    /** Connects a robot that does what the test says, and says that it is online. */
    robot: async (name: string, blends: Blends = makesIt): Promise<TestRobot> => {
      await provisionDevice(iot, { name, kind: "robot", stage });
      const session = crypto.randomUUID();
      const client = await connectAsync(`mqtt://127.0.0.1:${runtime.mqttPort}`, {
        ...{ clientId: name, clean: true, reconnectPeriod: 0 },
        will: {
          ...{ topic: `robots/${name}/status`, qos: 1, retain: false },
          payload: Buffer.from(JSON.stringify({ status: "OFFLINE", session })),
        },
      });
      clients.push(client);
      const robot: TestRobot = {
        client,
        say: async (word, payload) => {
          const text = typeof payload === "string" ? payload : JSON.stringify(payload);
          await client.publishAsync(`robots/${name}/${word}`, text, { qos: 1 });
        },
        crash: () => void client.stream.destroy(),
      };
      client.on("error", () => {});
      client.on("message", (_, payload) => blends(v.parse(jobSchema, JSON.parse(payload.toString())), robot));
      await client.subscribeAsync(`robots/${name}/order`, { qos: 1 });
      await robot.say("status", { status: "ONLINE", session });
      return robot;
    },
  };
}

const makesIt: Blends = ({ jobId }, { say }) => void say("success", { jobId });

const jobSchema = v.strictObject({ jobId: v.string(), smoothie: v.string() });
const orderSchema = v.looseObject({
  status: v.string(),
  robotId: v.optional(v.string()),
  reason: v.optional(v.string()),
});
const kitchenSchema = v.looseObject({ robots: v.array(v.looseObject({ robotId: v.string(), status: v.string() })) });
const executionSchema = v.looseObject({ name: v.string(), status: v.string() });

/** A copy of the synthesized stack in which the workflow has other limits. */
async function patchedStack(limits: SmoothieLimits): Promise<string> {
  const folder = await temporaryFolder();
  const from = join(process.env.CDKTF_OUTDIR ?? "cdktf.out", "stacks", "smoothies");
  const to = join(folder, "stacks", "smoothies");
  await cp(from, to, { recursive: true });
  const file = join(to, "cdk.tf.json");
  const stack: unknown = JSON.parse(await readFile(file, "utf8"));
  const machine = v.parse(stackSchema, stack).resource.aws_sfn_state_machine.workflow;
  const [deployed, plain, wanted] = [
    toJson(JSON.parse(machine.definition)),
    toJson(render(smoothiesWith(realLimits), plainBindings("smoothies"))),
    toJson(render(smoothiesWith(limits), plainBindings("smoothies"))),
  ];
  const definition = JSON.stringify(withChange(deployed, plain, wanted));
  await writeFile(
    file,
    JSON.stringify(stack).replace(JSON.stringify(machine.definition), () => JSON.stringify(definition)),
  );
  return folder;
}

const stackSchema = v.object({
  resource: v.object({ aws_sfn_state_machine: v.object({ workflow: v.object({ definition: v.string() }) }) }),
});

/** What `into` becomes when that is changed in it which differs between `from` and `to`. */
function withChange(into: Json, from: Json | undefined, to: Json | undefined): Json {
  if (to === undefined || JSON.stringify(from) === JSON.stringify(to)) return into;
  if (Array.isArray(into) && Array.isArray(from) && Array.isArray(to)) {
    return into.map((item, index) => withChange(item, from[index], to[index]));
  }
  if (isObject(into) && isObject(from) && isObject(to)) {
    return Object.fromEntries(Object.entries(into).map(([key, value]) => [key, withChange(value, from[key], to[key])]));
  }
  return to;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
