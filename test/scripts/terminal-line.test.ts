import { expect, test } from "vitest";
import type { LogEntry } from "../../local/log.js";
import { readable } from "../../scripts/lib/terminal-line.js";

const entry: LogEntry = {
  at: new Date(0),
  level: "info",
  source: "toys-local-api",
  text: "",
  fields: { streamed: true },
};

test("a function's JSON line becomes its message and its own fields, at its level", () => {
  const text = JSON.stringify({
    ...{ level: "WARN", message: "refused", timestamp: "2026-11-21T11:28:40.828Z", service: "api", sampling_rate: 0 },
    ...{ orderId: "7", status: 400, error: { name: "Busy" } },
  });
  expect(readable({ ...entry, text })).toEqual({
    ...{ ...entry, level: "warn", text: "refused" },
    fields: { orderId: "7", status: "400", error: '{"name":"Busy"}', streamed: true },
  });
});

test("an access log's line becomes its fields, without those that hold nothing", () => {
  const text =
    '{"time":"21/Nov/2026:11:28:40 +0000","routeKey":"GET /api/kitchen","status":"200","integrationError":"-"}';
  const { level, text: shown, fields } = readable({ ...entry, text });
  expect([level, shown, fields]).toEqual([
    ...["info", "request"],
    { routeKey: "GET /api/kitchen", status: "200", streamed: true },
  ]);
});

test.each(["execution started", "[1,2]", '"text"', "{broken", ""])("%j stays as it is", (text) => {
  expect(readable({ ...entry, text })).toEqual({ ...entry, text });
});
