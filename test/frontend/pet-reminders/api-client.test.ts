import { describe, expect, test } from "vitest";
import { readProblem } from "../../../frontend/common/problem.js";
import { createReminderApi } from "../../../frontend/pet-reminders/api-client.js";
import { problemText } from "../../../frontend/pet-reminders/problem.js";

const request = { message: "Feed Rex", channel: "email", email: "sam@example.com", waitSeconds: 60 } as const;

function apiThat(answer: () => Response) {
  const sent: { readonly address: string; readonly init: RequestInit }[] = [];
  const api = createReminderApi("api/reminders", async (address, init = {}) => {
    sent.push({ address: String(address), init });
    return answer();
  });
  return { api, sent };
}

describe("the API's client", () => {
  test("sends the request with its key to a relative address", async () => {
    const { api, sent } = apiThat(() =>
      Response.json({ id: "abc", sendAt: "2026-11-21T13:30:00.000Z" }, { status: 202 }),
    );
    expect(await api.schedule(request, "key-1")).toEqual({
      ok: true,
      value: { id: "abc", sendAt: "2026-11-21T13:30:00.000Z" },
    });
    expect(sent[0]?.address).toBe("api/reminders");
    expect(sent[0]?.init.method).toBe("POST");
    expect(new Headers(sent[0]?.init.headers).get("idempotency-key")).toBe("key-1");
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual(request);
  });

  test("reads a reminder's status and results, and drops what it does not know", async () => {
    const results = [
      { channel: "email", status: "sent", messageId: "m" },
      { channel: "sms", status: "failed", error: "SmsRejected" },
      { channel: "fax", status: "sent" },
      null,
    ];
    const { api, sent } = apiThat(() => Response.json({ id: "a/b", status: "partially sent", results }));
    expect(await api.look("a/b")).toEqual({
      ok: true,
      value: {
        status: "partially sent",
        results: [
          { channel: "email", status: "sent" },
          { channel: "sms", status: "failed", error: "SmsRejected" },
        ],
      },
    });
    expect(sent[0]?.address).toBe("api/reminders/a%2Fb");
  });

  test.each([
    ["a page of something else", { isGarbled: true }, () => new Response("<html>Sign in</html>")],
    ["another JSON", { isGarbled: true }, () => Response.json({ hello: "there" })],
    [
      "no connection",
      {},
      () => {
        throw new TypeError("fetch failed");
      },
    ],
  ])("takes %s as no answer", async (_, kind, answer: () => Response) => {
    const none = { ok: false, problem: { errors: [], ...kind } };
    expect(await apiThat(answer).api.schedule(request, "k")).toEqual(none);
    expect(await apiThat(answer).api.look("a")).toEqual(none);
  });

  test("gives the problem of a refusal", async () => {
    const errors = [{ field: "email", message: "Write one e-mail address.", more: 1 }, "?"];
    const { api } = apiThat(() =>
      Response.json({ title: "t", status: 400, detail: "One thing", errors }, { status: 400 }),
    );
    expect(await api.schedule(request, "k")).toEqual({
      ok: false,
      problem: { status: 400, detail: "One thing", errors: [{ field: "email", message: "Write one e-mail address." }] },
    });
  });

  test("a cancel is done when the API says so", async () => {
    const { api, sent } = apiThat(() => Response.json({ status: "cancelled" }));
    expect(await api.cancel("abc")).toEqual({ ok: true, value: undefined });
    expect(sent[0]?.init.method).toBe("DELETE");
  });
});

describe("a problem in words", () => {
  test.each([
    [undefined, "schedule", /cannot be reached.*not be scheduled twice/],
    [429, "schedule", /too fast/],
    [500, "schedule", /error 500.*not be scheduled twice/],
    [503, "cancel", /error 503.*try again/],
    [403, "schedule", /cannot be sent to that address/],
    [409, "schedule", /nothing new was scheduled/],
    [413, "schedule", /too long/],
    [418, "schedule", /error 418/],
    [404, "cancel", /does not know/],
    [409, "cancel", /Too late/],
  ] as const)("%s on %s", (status, attempt, words) => {
    expect(problemText(status === undefined ? { errors: [] } : readProblem(status, "<html>"), attempt)).toMatch(words);
  });

  test("the API's own words come first where they help", () => {
    expect(problemText(readProblem(403, { detail: "Not on the list." }), "schedule")).toBe("Not on the list.");
    expect(problemText(readProblem(415, { detail: "Send JSON." }), "schedule")).toBe("Send JSON.");
  });
});
