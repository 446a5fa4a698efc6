import { GOOD_BODY, type Request, SECRETS } from "./support.js";

/** A request that must be refused, with the status and the fields that the refusal names. */
export interface MalformedRequest {
  readonly name: string;
  readonly request: Request;
  readonly status: number;
  readonly fields: readonly string[];
}

const { email, phone, message } = SECRETS;
const byEmail = { message, channel: "email", email, waitSeconds: 60 };
const bySms = { message, channel: "sms", phone, waitSeconds: 60 };
const without = (field: string, body: object) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
const bad = (name: string, body: unknown, fields: readonly string[], status = 400): MalformedRequest => ({
  name,
  request: { body },
  status,
  fields,
});

/** `now` in Unix milliseconds. */
export function malformedRequests(now: number): readonly MalformedRequest[] {
  const at = (ms: number) => new Date(now + ms).toISOString();
  return [
    bad("no body", undefined, ["body"]),
    bad("not JSON", `{"message": "${message}"`, ["body"]),
    bad("an array", [GOOD_BODY], ["body"]),
    bad("null", "null", ["body"]),
    bad("nothing in it", {}, ["message", "channel", "waitSeconds", "sendAt"]),
    bad("too large", { ...byEmail, message: "x".repeat(70_000) }, ["body"], 413),
    bad("unknown channel", { ...byEmail, channel: "fax" }, ["channel"]),
    bad("channel of another type", { ...byEmail, channel: ["email"] }, ["channel"]),
    bad("e-mail missing", without("email", byEmail), ["email"]),
    bad("phone missing for both", without("phone", GOOD_BODY), ["phone"]),
    bad("malformed e-mail", { ...byEmail, email: `${email} and more` }, ["email"]),
    bad("two e-mail addresses", { ...byEmail, email: `${email},other@example.com` }, ["email"]),
    bad("e-mail with a header after it", { ...byEmail, email: `${email}\r\nBcc: other@example.com` }, ["email"]),
    bad("phone without country", { ...bySms, phone: "2025550123" }, ["phone"]),
    bad("phone with spaces", { ...bySms, phone: "+1 202 555 0123" }, ["phone"]),
    bad("phone that cannot exist", { ...bySms, phone: "+1202555" }, ["phone"]),
    bad("phone as a number", { ...bySms, phone: 12025550123 }, ["phone"]),
    bad("e-mail address for an SMS", { ...bySms, email }, ["email"]),
    bad("empty message", { ...byEmail, message: " \n " }, ["message"]),
    bad("message too long for an e-mail", { ...byEmail, message: "x".repeat(10_001) }, ["message"]),
    bad("message too long for an SMS", { ...bySms, message: "x".repeat(1531) }, ["message"]),
    bad("message with emoji too long for an SMS", { ...bySms, message: "🐶".repeat(316) }, ["message"]),
    bad("message with a control character", { ...byEmail, message: `${message}\u0000` }, ["message"]),
    bad("message with half a character", `{"message":"\\ud83d","channel":"email","email":"${email}","waitSeconds":1}`, [
      "message",
    ]),
    bad("no time", without("waitSeconds", byEmail), ["waitSeconds", "sendAt"]),
    bad("two times", { ...byEmail, sendAt: at(60_000) }, ["waitSeconds", "sendAt"]),
    bad("negative wait", { ...byEmail, waitSeconds: -1 }, ["waitSeconds"]),
    bad("wait as text", { ...byEmail, waitSeconds: "60" }, ["waitSeconds"]),
    bad("half a second", { ...byEmail, waitSeconds: 0.5 }, ["waitSeconds"]),
    bad("wait of 365 days", { ...byEmail, waitSeconds: 365 * 24 * 3600 }, ["waitSeconds"]),
    bad("time in the past", { ...without("waitSeconds", byEmail), sendAt: at(-1000) }, ["sendAt"]),
    bad("time 365 days ahead", { ...without("waitSeconds", byEmail), sendAt: at(365 * 24 * 3600_000) }, ["sendAt"]),
    bad("not a time", { ...without("waitSeconds", byEmail), sendAt: "tomorrow" }, ["sendAt"]),
    bad("time without zone", { ...without("waitSeconds", byEmail), sendAt: "2030-06-01T08:00:00" }, ["sendAt"]),
    bad("30 February", { ...without("waitSeconds", byEmail), sendAt: "2030-02-30T08:00:00Z" }, ["sendAt"]),
    bad("unknown fields", { ...byEmail, subject: "Hello", __proto: 1 }, ["subject", "__proto"]),
    bad(
      "everything wrong at once",
      { message: "", channel: "both", email: "x", phone: "1", waitSeconds: -1, cc: email },
      ["message", "email", "phone", "waitSeconds", "cc"],
    ),
    {
      name: "not said to be JSON",
      request: { body: byEmail, headers: { "content-type": "text/plain" } },
      status: 415,
      fields: ["Content-Type"],
    },
    {
      name: "weak key",
      request: { body: byEmail, headers: { "idempotency-key": "reminder-1" } },
      status: 400,
      fields: ["Idempotency-Key"],
    },
    {
      name: "weak key and wrong field",
      request: { body: { ...byEmail, email: "x" }, headers: { "idempotency-key": "1" } },
      status: 400,
      fields: ["email", "Idempotency-Key"],
    },
    {
      name: "recipients not allowed",
      request: { body: { ...GOOD_BODY, email: "eve@example.net", phone: "+33612345678" } },
      status: 403,
      fields: ["email", "phone"],
    },
    { name: "another method", request: { method: "PUT", body: byEmail }, status: 404, fields: [] },
    { name: "another path", request: { method: "GET", path: `/api/reminders/${email}/more` }, status: 404, fields: [] },
    {
      name: "an id that cannot be one",
      request: { method: "GET", path: `/api/reminders/${email}` },
      status: 404,
      fields: [],
    },
    {
      name: "an id that nobody has",
      request: { method: "GET", path: `/api/reminders/${"A".repeat(43)}` },
      status: 404,
      fields: [],
    },
    {
      name: "cancelling what nobody has",
      request: { method: "DELETE", path: `/api/reminders/${"A".repeat(43)}` },
      status: 404,
      fields: [],
    },
  ];
}
