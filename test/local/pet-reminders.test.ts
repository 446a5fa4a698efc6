import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, onTestFinished, test } from "vitest";
import { createLog, formatEntry } from "../../local/log.js";
import { startRuntime } from "../../local/runtime.js";

// The synthesized stack, on one machine, as a person and their scripts use it: only HTTP from here on.

const ann = { email: "ann@example.com", phone: "+447400123456" };

const variables = [
  {
    name: "the test",
    values: {
      stage: process.env.TF_VAR_stage ?? "dev",
      sender: "reminders@example.com",
      shop_sender: "shop@example.com",
      allowed_recipients: "@example.com, +44",
      alarm_email: "alarms@example.com",
    },
  },
];

async function start() {
  const lines: string[] = [];
  const root = process.cwd();
  const log = createLog((entry) => lines.push(formatEntry(entry)));
  const runtime = await startRuntime({ root, outDir: join(root, "cdktf.out"), port: 0, variables, log });
  onTestFinished(() => runtime.stop());
  const api = `${runtime.url}/pet-reminders/api/reminders`;
  const console = `${runtime.url}/_local/api`;
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(api, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", "idempotency-key": randomUUID() + randomUUID(), ...headers },
    });
  const read = async (id: string) => v.parse(reminderSchema, await (await fetch(`${api}/${id}`)).json());
  const messages = async () => v.parse(v.array(messageSchema), await (await fetch(`${console}/messages`)).json());
  return { runtime, lines, api, console, post, read, messages };
}

const acceptedSchema = v.object({ id: v.string(), sendAt: v.string() });
const reminderSchema = v.looseObject({ status: v.string(), channels: v.optional(v.unknown()) });
const messageSchema = v.object({
  kind: v.picklist(["email", "sms"]),
  to: v.string(),
  from: v.optional(v.string()),
  subject: v.optional(v.string()),
  body: v.string(),
  at: v.string(),
});

const accepted = async (response: Response) => v.parse(acceptedSchema, await response.json());

describe("pet reminders on one machine", () => {
  test("for both channels, due in a second, arrive once each, with the exact text", async () => {
    const { api, post, read, messages, lines } = await start();
    const message = "Füttere die Katze 🐈\nund den Hund";
    const response = await post({ message, channel: "both", ...ann, waitSeconds: 1 });
    expect(response.status).toBe(202);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const { id, sendAt } = await accepted(response);
    const location = new URL(response.headers.get("location") ?? "", api).href;
    expect(location).toBe(`${api}/${id}`);
    expect((await read(id)).status).toBe("scheduled");
    expect(await messages()).toEqual([]);

    await expect.poll(async () => (await read(id)).status, { timeout: 10_000, interval: 100 }).toBe("sent");
    const sent = await messages();
    expect(sent.map(({ kind, to, body }) => ({ kind, to, body })).sort((a, b) => a.kind.localeCompare(b.kind))).toEqual(
      [
        { kind: "email", to: ann.email, body: message },
        { kind: "sms", to: ann.phone, body: message },
      ],
    );
    expect(sent.find(({ kind }) => kind === "email")?.from).toBe("reminders@example.com");
    for (const { at } of sent) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(sendAt));
    const log = lines.join("\n");
    for (const secret of [ann.email, ann.phone, "Katze"]) expect(log).not.toContain(secret);
    expect(log).toContain(id);
  });

  test("that are cancelled are not sent, and say so", async () => {
    const { api, post, read, messages } = await start();
    const { id } = await accepted(await post({ message: "x", channel: "sms", phone: ann.phone, waitSeconds: 2 }));
    expect((await fetch(`${api}/${id}`, { method: "DELETE" })).ok).toBe(true);
    expect((await read(id)).status).toBe("cancelled");
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await messages()).toEqual([]);
    expect((await read(id)).status).toBe("cancelled");
  });

  test("asked for twice under one key are scheduled once; another body under that key is a conflict", async () => {
    const { console, post, messages } = await start();
    const key = { "idempotency-key": randomUUID() + randomUUID() };
    const body = { message: "once", channel: "email", email: ann.email, waitSeconds: 1 };
    const answers = await Promise.all([post(body, key), post(body, key), post(body, key)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const ids = new Set((await Promise.all(answers.map(accepted))).map(({ id, sendAt }) => `${id} ${sendAt}`));
    expect(ids.size).toBe(1);
    expect((await post({ ...body, message: "other" }, key)).status).toBe(409);
    await expect.poll(async () => (await messages()).length, { timeout: 10_000 }).toBe(1);
    expect((await post(body, key)).status).toBe(202);
    const executions = v.parse(v.array(v.unknown()), await (await fetch(`${console}/executions`)).json());
    expect(executions).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
  });

  test("due next week arrive now when a person skips the wait", async () => {
    const { console, post, read, messages } = await start();
    const week = 7 * 24 * 3600;
    const { id } = await accepted(
      await post({ message: "later", channel: "email", email: ann.email, waitSeconds: week }),
    );
    expect((await read(id)).status).toBe("scheduled");
    const skip = () => fetch(`${console}/executions/${id}/skip-wait`, { method: "POST" });
    await expect.poll(async () => (await skip()).status).toBe(200);
    await expect.poll(async () => (await read(id)).status, { timeout: 10_000 }).toBe("sent");
    expect((await messages()).map(({ body }) => body)).toEqual(["later"]);
    expect((await skip()).status).toBe(409);
    expect((await fetch(`${console}/executions/none/skip-wait`, { method: "POST" })).status).toBe(404);
  });

  test("outside the allow-list are forbidden, and bad ones are told what is wrong, field by field", async () => {
    const { post, messages } = await start();
    const outside = await post({ message: "x", channel: "email", email: "eve@evil.example", waitSeconds: 1 });
    expect(outside.status).toBe(403);
    expect(await outside.text()).not.toContain("example.com");
    const bad = await post({ message: "", channel: "both", email: "no", phone: "12", waitSeconds: -1 });
    expect([bad.status, bad.headers.get("content-type")]).toEqual([
      400,
      expect.stringContaining("application/problem+json"),
    ]);
    const text = await bad.text();
    for (const field of ["message", "email", "phone", "waitSeconds"]) expect(text).toContain(field);
    expect(await messages()).toEqual([]);
  });

  test("of two runtimes at the same time stay apart", async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.runtime.port).not.toBe(other.runtime.port);
    const { id } = await accepted(
      await one.post({ message: "mine", channel: "email", email: ann.email, waitSeconds: 0 }),
    );
    await expect.poll(async () => (await one.read(id)).status, { timeout: 10_000 }).toBe("sent");
    expect(await other.messages()).toEqual([]);
    expect((await fetch(`${other.api}/${id}`)).status).toBe(404);
  });

  test("have their page at the system's path, with relative addresses that load", async () => {
    const { runtime } = await start();
    const url = `${runtime.url}/pet-reminders/`;
    const page = await fetch(url);
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-cache"]);
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"#]+)"/gu)].map(([, path]) => path ?? "");
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const response = await fetch(new URL(file, url));
      expect([file, response.status]).toEqual([file, 200]);
      expect(response.headers.get("cache-control")).toContain("immutable");
    }
  });
});
