import { createServer } from "node:http";
import { SFNClient } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { expect, onTestFinished, test, vi } from "vitest";
import { runWarehouse } from "../../scripts/lib/warehouse/run-warehouse.js";
import { listen } from "../support/listen.js";

// What a worker says to Step Functions, call by call; the runtime's own activities are tested elsewhere.

const callSchema = v.looseObject({ taskToken: v.optional(v.string()) });

interface Call extends v.InferOutput<typeof callSchema> {
  readonly action: string;
}

/** A Step Functions with these tasks; `closed` tokens have ended already. */
async function openShop(inputs: readonly string[], { closed = false, speedSeconds = 0 } = {}) {
  const calls: Call[] = [];
  const lines: string[] = [];
  let next = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const call = { action, ...v.parse(callSchema, JSON.parse(Buffer.concat(chunks).toString())) };
    calls.push(call);
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
    };
    if (action !== "GetActivityTask") return closed ? answer(400, { __type: "TaskTimedOut" }) : answer(200, {});
    const input = inputs[next];
    next += 1;
    // A long poll that nobody answers.
    if (input !== undefined) answer(200, { taskToken: `secret-${next}`, input });
  });
  const endpoint = await listen(server);
  const credentials = { accessKeyId: "x", secretAccessKey: "x" };
  const client = new SFNClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
  const warehouse = runWarehouse({
    client,
    activityArn: "arn:aws:states:eu-west-1:123456789012:activity:pick",
    workerName: "w-1",
    speedSeconds,
    heartbeatSeconds: 0.05,
    say: (line) => lines.push(line),
  });
  onTestFinished(async () => {
    await warehouse.stop();
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const told = (action: string) => calls.filter((call) => call.action === action);
  return { calls, lines, told, warehouse };
}

const task = (sku: string) => JSON.stringify({ orderId: "o-1", lines: [{ sku, quantity: 3 }] });

test("packs one order after the other, with heartbeats, and asks again", async () => {
  const { told, lines } = await openShop([task("mug"), task("mug")], { speedSeconds: 0.2 });
  await vi.waitFor(() => expect(told("GetActivityTask")).toHaveLength(3));
  expect(told("SendTaskSuccess")).toMatchObject([
    { taskToken: "secret-1", output: '{"weightGrams":1200}' },
    { taskToken: "secret-2" },
  ]);
  expect(told("SendTaskHeartbeat").length).toBeGreaterThanOrEqual(4);
  expect(lines).toEqual(["picks o-1", "packed o-1", "picks o-1", "packed o-1"]);
});

test("fails what cannot be packed, and what is no order, by the error's name", async () => {
  const { told, lines } = await openShop([task("broken-vase"), "no order"]);
  await vi.waitFor(() => expect(told("GetActivityTask")).toHaveLength(3));
  expect(told("SendTaskFailure")).toMatchObject([{ error: "ItemDamaged" }, { error: "InvalidInput" }]);
  expect(lines.join("\n")).not.toContain("secret");
});

test("puts an order back that nobody waits for any more, and goes on", async () => {
  const { told, lines } = await openShop([task("mug"), task("mug")], { closed: true, speedSeconds: 0.01 });
  await vi.waitFor(() => expect(told("GetActivityTask")).toHaveLength(3));
  expect(told("SendTaskSuccess")).toEqual([]);
  expect(lines).toContain("puts o-1 back: nobody waits for it any more");
});

test("falls silent with its order when it is stopped, and answers nothing", async () => {
  const { told, warehouse } = await openShop([task("mug")], { speedSeconds: 600 });
  await vi.waitFor(() => expect(told("SendTaskHeartbeat").length).toBeGreaterThan(1));
  await warehouse.stop();
  const before = told("SendTaskHeartbeat").length;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(told("SendTaskHeartbeat")).toHaveLength(before);
  expect([...told("SendTaskSuccess"), ...told("SendTaskFailure")]).toEqual([]);
});
