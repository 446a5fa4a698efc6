import { IoTClient } from "@aws-sdk/client-iot";
import { connectAsync } from "mqtt";
import * as v from "valibot";
import { expect, test, vi } from "vitest";
import { createLog } from "../../local/log.js";
import { type Runtime, startRuntime } from "../../local/runtime.js";
import { functions } from "../../scripts/lib/costs/functions.js";
import { provisionDevice } from "../../scripts/lib/robot/provision.js";
import { openWarehouse } from "../../scripts/lib/warehouse/open-warehouse.js";
import { OUT } from "../stacks/synthesized.js";

// The calls of AWS APIs that docs/costs.md counts for each function are those that the deployed bundles make, here on the local runtime.

const stage = process.env.TF_VAR_stage ?? "dev";
const values = {
  ...{ stage, sender: "reminders@example.com", shop_sender: "shop@example.com" },
  ...{ allowed_recipients: "@example.com, +44", alarm_email: "alarms@example.com" },
};
const patience = { timeout: 30_000, interval: 100 };
const headers = { "content-type": "application/json" };
const jobSchema = v.object({ jobId: v.string(), smoothie: v.string() });
const paid = ["dynamodb", "ses", "sns", "iotdata"];

/** Counts the calls of the services that are paid for by call, by `<role's name> <service>:<action>`. */
function countCalls({ services }: Runtime): Map<string, number> {
  const counts = new Map<string, number>();
  for (const service of services.filter(({ name, handle }) => paid.includes(name) && handle)) {
    const handle = service.handle?.bind(service);
    if (!handle) continue;
    vi.spyOn(service, "handle").mockImplementation(async (request, caller) => {
      const named = request.headers.get("x-amz-target")?.split(".").at(-1);
      const action = named ?? new URLSearchParams(await request.clone().text()).get("Action") ?? "Publish";
      const role = caller.roleArn?.split("/").at(-1) ?? "a person";
      const key = `${role} ${service.name}:${action}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return handle(request, caller);
    });
  }
  return counts;
}

/** What functions.ts says of some functions of a system that are called once, in the same form. */
function counted(system: string, names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const [call, number] of Object.entries(functions[system]?.[name]?.calls ?? {})) {
      const key = `${system}-${stage}-${name.split(" ")[0]} ${call}`;
      counts.set(key, (counts.get(key) ?? 0) + number);
    }
  }
  return counts;
}

/** The calls of some functions. */
const only = (counts: ReadonlyMap<string, number>, system: string, names: readonly string[]) =>
  new Map(
    [...counts].filter(([key]) => names.some((name) => key.startsWith(`${system}-${stage}-${name.split(" ")[0]} `))),
  );

test("the functions of a typical run make the calls that are counted for them", async () => {
  const runtime = await startRuntime({
    ...{ root: process.cwd(), outDir: OUT, port: 0, log: createLog(() => {}) },
    variables: [{ name: "the test", values }],
  });
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const post = (path: string, body: object) =>
    fetch(`${endpoint}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const iot = new IoTClient({ endpoint, region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
  const warehouse = await openWarehouse({ target: { endpoint, stage }, speedSeconds: 0, say: () => {} });
  await provisionDevice(iot, { name: "robot1", kind: "robot", stage });
  const robot = await connectAsync(`mqtt://127.0.0.1:${runtime.mqttPort}`, { clientId: "robot1", reconnectPeriod: 0 });
  try {
    const say = (word: string, payload: object) =>
      robot.publishAsync(`robots/robot1/${word}`, JSON.stringify(payload), { qos: 1 });
    robot.on("message", (_, order) => {
      const { jobId } = v.parse(jobSchema, JSON.parse(order.toString()));
      void say("heartbeat", { jobId })
        .then(() => new Promise((resolve) => setTimeout(resolve, 1000)))
        .then(() => say("success", { jobId }));
    });
    await robot.subscribeAsync("robots/robot1/order", { qos: 1 });
    await say("status", { status: "ONLINE", session: "s-1" });
    const kitchen = async () => (await fetch(`${endpoint}/smoothies/api/kitchen`)).text();
    await vi.waitFor(async () => expect(await kitchen()).toContain('"ONLINE"'), patience);

    const counts = countCalls(runtime);
    const both = { message: "Feed the cat", channel: "both", email: "ada@example.com", phone: "+447400123456" };
    const order = {
      customer: { name: "Ada", email: "ada@example.com" },
      shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
      ...{ lines: [{ sku: "mug", quantity: 1 }], card: "4242424242424242" },
    };
    const asked = await Promise.all([
      post("pet-reminders/api/reminders", { ...both, waitSeconds: 1 }),
      post("smoothies/api/orders", { smoothie: "Mango" }),
      post("orders/api/checkout", order),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([202, 202, 202]);
    const executions = async () => (await fetch(`${endpoint}/_local/api/executions`)).text();
    // A reminder, a smoothie, an order, and the order's nested execution.
    await vi.waitFor(async () => expect((await executions()).match(/"SUCCEEDED"/g)).toHaveLength(4), patience);

    for (const [system, names] of Object.entries({
      "pet-reminders": ["email-reminder", "sms-reminder"],
      smoothies: ["start-orders", "claim-robot", "send-order", "robot-word heartbeat", "robot-word success"],
      orders: ["process-payment", "check-fraud", "book-shipping", "email-customer"],
    })) {
      expect(only(counts, system, names), system).toEqual(counted(system, names));
    }
    // What the stories count around the workflows.
    expect(counts.get(`smoothies-${stage}-api dynamodb:PutItem`)).toBe(1);
  } finally {
    robot.end(true);
    iot.destroy();
    await warehouse.stop();
    await runtime.stop();
  }
}, 60_000);
