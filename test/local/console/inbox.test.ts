import { expect, it } from "vitest";
import { createInbox } from "../../../local/messages.js";

const message = (body: string) => ({ kind: "sms", to: "+15550100", body, at: "2030-01-01T00:00:00.000Z" }) as const;

it("keeps the newest messages, in the order in which they were sent", () => {
  const inbox = createInbox(2);
  for (const body of ["a", "b", "c"]) inbox.add(message(body));
  expect(inbox.list().map(({ body }) => body)).toEqual(["b", "c"]);
});

it("gives a list that later messages do not change", () => {
  const inbox = createInbox();
  const list = inbox.list();
  inbox.add(message("a"));
  expect(list).toEqual([]);
});
