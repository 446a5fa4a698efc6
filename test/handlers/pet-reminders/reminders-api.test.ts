import { createHash } from "node:crypto";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../../../handlers/common/http.js";
import { parseRecipients } from "../../../handlers/pet-reminders/recipients.js";
import { StoreUnavailable } from "../../../handlers/pet-reminders/reminder-store.js";
import { remindersApi } from "../../../handlers/pet-reminders/reminders-api.js";
import { malformedRequests } from "./malformed-requests.js";
import { apiEvent, GOOD_BODY, MemoryLog, MemoryStore, type Request, SECRETS } from "./support.js";

const START = Date.parse("2030-01-01T00:00:00.000Z");
const KEY = "Wq3kR1m9-Zt_7yBvC0xLpA";
const KEY_ID = createHash("sha256").update(KEY).digest("base64url");
const UUID = "4f8c1d1e-53a5-4f0c-9d43-1b3e6a7c9d10";
const keyed = { "idempotency-key": KEY };

let store: MemoryStore;
let log: MemoryLog;
let now: number;
let allowed: string;

beforeEach(() => {
  store = new MemoryStore();
  log = new MemoryLog();
  now = START;
  allowed = "@example.com, +1";
});

const call = (request: Request): Promise<Answer> =>
  remindersApi({ store, recipients: parseRecipients(allowed, "test"), now: () => now, uuid: () => UUID, log })(
    apiEvent(request),
  );
const get = (id: string) => call({ method: "GET", path: `/api/reminders/${id}` });
const cancel = (id: string) => call({ method: "DELETE", path: `/api/reminders/${id}` });

const bodySchema = v.looseObject({ errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() }))) });
const bodyOf = (answer: Answer) => v.parse(bodySchema, JSON.parse(answer.body ?? ""));

describe("scheduling", () => {
  test("answers 202 with id, time and a relative Location", async () => {
    const answer = await call({ body: GOOD_BODY, headers: keyed });
    expect(answer.statusCode).toBe(202);
    expect(bodyOf(answer)).toEqual({ id: KEY_ID, sendAt: "2030-01-01T01:00:00.000Z" });
    expect(answer.headers).toEqual({
      "content-type": "application/json",
      "cache-control": "no-store",
      location: `reminders/${KEY_ID}`,
    });
  });

  test.each(["https://d1.cloudfront.net", "http://localhost:3000/pet-reminders"])(
    "the Location is right behind %s",
    async (base) => {
      const { headers } = await call({ body: GOOD_BODY });
      expect(new URL(String(headers?.location), `${base}/api/reminders`).href).toBe(`${base}/api/reminders/${UUID}`);
    },
  );

  test("stores the message as it was written, the hash of the body as it was sent, and a time in UTC", async () => {
    const message = " Feed Rex,\r\nthen the fish 🐟 ";
    const body = JSON.stringify({
      message,
      channel: "email",
      email: "Owner@Example.com",
      sendAt: "2030-01-02T09:00:00+01:00",
    });
    await call({ body });
    expect(store.reminders.get(UUID)?.reminder).toEqual({
      version: 1,
      id: UUID,
      requestHash: createHash("sha256").update(body).digest("base64url"),
      sendAt: "2030-01-02T08:00:00.000Z",
      message,
      channel: "email",
      email: "Owner@Example.com",
    });
  });

  test("reads a body that arrives in base64 as the same body", async () => {
    const body = JSON.stringify({ ...GOOD_BODY, message: "Füttern 🐾" });
    await call({ body, headers: keyed });
    const again = await call({
      body,
      headers: { ...keyed, "content-type": "application/json; charset=utf-8" },
      base64: true,
    });
    expect(again.statusCode).toBe(202);
    expect(store.starts).toBe(1);
  });

  test("364 days ahead is the last moment that is accepted", async () => {
    const body = { ...GOOD_BODY, waitSeconds: 364 * 24 * 3600 };
    expect((await call({ body })).statusCode).toBe(202);
  });
});

describe("malformed requests", () => {
  const requests = malformedRequests(START);

  test("there are at least twenty", () => expect(requests.length).toBeGreaterThanOrEqual(20));

  test.each(requests)("$name: $status", async ({ request, status, fields }) => {
    const answer = await call(request);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({ "content-type": "application/problem+json", "cache-control": "no-store" });
    const problem = bodyOf(answer);
    expect(problem).toMatchObject({
      type: "about:blank",
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect((problem.errors ?? []).map((error) => error.field)).toEqual(fields);
    for (const error of problem.errors ?? []) expect(error.message).toMatch(/^[A-Z].{10,}\.$/);
    expect(store.starts).toBe(0);
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: "info",
        message: "request",
        requestId: "request-1",
        status,
        errorCode: problem.code,
      }),
    ]);
    for (const secret of Object.values(SECRETS)) expect(JSON.stringify(log.lines)).not.toContain(secret);
  });

  test("a refused recipient learns nothing of the list", async () => {
    const { body } = await call({ body: { ...GOOD_BODY, email: "eve@example.net", phone: "+33612345678" } });
    for (const entry of ["example.com", "+1"]) expect(body).not.toContain(entry);
  });
});

describe("idempotency", () => {
  const replayable = { body: GOOD_BODY, headers: keyed };

  test.each([
    ["running", { state: "running" }],
    ["cancelled", { state: "cancelled" }],
    ["sent", { state: "finished", results: [{ channel: "email", status: "sent", messageId: "m" }] }],
  ] as const)("a replay answers the original 202 while the first is %s", async (_, progress) => {
    const first = await call(replayable);
    store.move(KEY_ID, progress);
    now += 7 * 24 * 3600_000;
    expect(await call(replayable)).toEqual(first);
    expect(store.starts).toBe(1);
  });

  test("so it does when its time has passed, or its recipient is no longer allowed", async () => {
    const request = {
      body: { message: "m", channel: "email", email: SECRETS.email, sendAt: "2030-01-01T01:00:00Z" },
      headers: keyed,
    };
    const first = await call(request);
    now += 7 * 24 * 3600_000;
    expect(await call(request)).toEqual(first);
    now = START;
    allowed = "@example.org";
    expect(await call(request)).toEqual(first);
  });

  test("the same key with another body is a conflict", async () => {
    await call(replayable);
    const answer = await call({ body: { ...GOOD_BODY, message: "Another" }, headers: keyed });
    expect(answer.statusCode).toBe(409);
    expect(bodyOf(answer)).toMatchObject({ code: "IdempotencyConflict", errors: [{ field: "Idempotency-Key" }] });
    expect(store.starts).toBe(1);
  });

  test("after a conflict it looks for as long as a new execution may be invisible, and says so if it stays so", async () => {
    await call(replayable);
    now += 1000;
    await call(replayable);
    expect(store.patience).toEqual(["long"]);
    store.find = async () => undefined;
    now += 1000;
    const answer = await call(replayable);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ "retry-after": "2" });
  });

  test("ten at once schedule one", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(replayable)));
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1);
    expect(store.starts).toBe(1);
  });
});

describe("status", () => {
  const sent = { channel: "email", status: "sent", messageId: "m-1" } as const;
  const failed = { channel: "sms", status: "failed", error: "SmsRejected" } as const;

  beforeEach(() => call({ body: GOOD_BODY, headers: keyed }));

  test("scheduled until its time, then sending", async () => {
    expect(bodyOf(await get(KEY_ID))).toEqual({
      id: KEY_ID,
      status: "scheduled",
      sendAt: "2030-01-01T01:00:00.000Z",
      channels: ["email", "sms"],
      results: [],
    });
    now += 3600_000;
    expect(bodyOf(await get(KEY_ID)).status).toBe("sending");
  });

  test.each([
    ["sent", [sent, { ...sent, channel: "sms" }]],
    ["partially sent", [sent, failed]],
    ["failed", [{ ...failed, channel: "email" }, failed]],
  ] as const)("%s", async (status, results) => {
    store.move(KEY_ID, { state: "finished", results: [...results] });
    expect(bodyOf(await get(KEY_ID))).toMatchObject({ status, results });
  });

  test("holds no address and no text", async () => {
    const { body } = await get(KEY_ID);
    for (const secret of Object.values(SECRETS)) expect(body).not.toContain(secret);
  });
});

describe("cancelling", () => {
  beforeEach(() => call({ body: GOOD_BODY, headers: keyed }));

  test("once or twice gives the cancelled reminder", async () => {
    const first = await cancel(KEY_ID);
    expect(first.statusCode).toBe(200);
    expect(bodyOf(first)).toMatchObject({ id: KEY_ID, status: "cancelled" });
    expect(await cancel(KEY_ID)).toEqual(first);
    expect(bodyOf(await get(KEY_ID)).status).toBe("cancelled");
  });

  test.each([-999, 0, 5000])("is too late %d ms after its time", async (late) => {
    now += 3600_000 + late;
    const answer = await cancel(KEY_ID);
    expect(answer.statusCode).toBe(409);
    expect(bodyOf(answer).code).toBe("TooLateToCancel");
    expect(store.reminders.get(KEY_ID)?.progress.state).toBe("running");
  });

  test("is too late once it is sent, also when that happens between looking and stopping", async () => {
    const finished = { state: "finished", results: [{ channel: "email", status: "sent", messageId: "m" }] } as const;
    const stop = store.stop.bind(store);
    store.stop = async (id) => {
      store.move(id, finished);
      await stop(id);
    };
    expect((await cancel(KEY_ID)).statusCode).toBe(409);
    expect((await cancel(KEY_ID)).statusCode).toBe(409);
  });
});

describe("trouble", () => {
  test("a store that is not available is a 503 worth repeating, logged by its reason", async () => {
    store.start = () => Promise.reject(new StoreUnavailable("ThrottlingException"));
    const answer = await call({ body: GOOD_BODY });
    expect(answer.statusCode).toBe(503);
    expect(log.lines).toEqual([
      expect.objectContaining({ level: "error", status: 503, errorCode: "ThrottlingException" }),
    ]);
  });

  test("a mistake of ours is a 500 whose log line leads to the place and quotes nothing", async () => {
    store.start = () => Promise.reject(new TypeError(`cannot read ${SECRETS.email}\n    at ${SECRETS.phone}`));
    const answer = await call({ body: GOOD_BODY });
    expect(answer.statusCode).toBe(500);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store" });
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: "error",
        status: 500,
        errorCode: "TypeError",
        at: expect.stringContaining("reminders-api.test"),
      }),
    ]);
    for (const secret of Object.values(SECRETS)) expect(JSON.stringify([log.lines, answer])).not.toContain(secret);
  });
});
