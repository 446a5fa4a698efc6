import { expect, test } from "vitest";
import { byUrgency } from "../../../frontend/pet-reminders/order.js";
import { resultLines } from "../../../frontend/pet-reminders/status-words.js";

test("what is to come stands first, the next one on top; then what is over, the latest on top", () => {
  const all = [
    { due: 4, final: true },
    { due: 9, final: false },
    { due: 7, final: true },
    { due: 5, final: false },
  ];
  expect(all.sort(byUrgency).map(({ due }) => due)).toEqual([5, 9, 7, 4]);
});

test.each([
  ["EmailRejected", "E-mail: refused by the service, perhaps the address or number is wrong"],
  ["EmailUnconfirmed", "E-mail: perhaps sent, the confirmation got lost"],
  ["EmailThrottled", "E-mail: the service was too busy for too long"],
  ["Lambda.Unknown", "E-mail: could not be sent"],
])("the error %s in words", (error, line) => {
  const sms = { channel: "sms", status: "sent" } as const;
  const email = { channel: "email", status: "failed", error } as const;
  expect(resultLines({ status: "partially sent", results: [sms, email] })).toEqual(["SMS: sent", line]);
});

test("each channel has its line once the reminder is at its end, and none before", () => {
  const results = [{ channel: "email", status: "sent" } as const];
  expect(resultLines({ status: "sent", results })).toEqual(["E-mail: sent"]);
  expect(resultLines({ status: "sending", results })).toEqual([]);
  expect(resultLines({ status: "cancelled", results: [] })).toEqual([]);
});
