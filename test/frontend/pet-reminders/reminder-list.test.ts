import { describe, expect, test } from "vitest";
import type { KeyValueStore } from "../../../frontend/common/kept-list.js";
import type { RememberedReminder } from "../../../frontend/pet-reminders/reminder.js";
import { createReminderList, STORAGE_KEY } from "../../../frontend/pet-reminders/reminder-list.js";

const reminder = (id: string): RememberedReminder => ({ id, sendAt: "2026-11-21T13:30:00Z", channel: "both" });

function memoryStore(text?: string): KeyValueStore & { readonly text: () => string | undefined } {
  const values = new Map(text === undefined ? [] : [[STORAGE_KEY, text]]);
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    text: () => values.get(STORAGE_KEY),
  };
}

describe("the list that the browser keeps", () => {
  test("comes back when the page is opened again, the newest first", () => {
    const store = memoryStore();
    const list = createReminderList(() => store);
    list.add(reminder("a"));
    list.add(reminder("b"));
    list.add(reminder("a"));
    expect(createReminderList(() => store).all()).toEqual([reminder("b"), reminder("a")]);
    list.remove("b");
    expect(createReminderList(() => store).all()).toEqual([reminder("a")]);
    expect(list.isKept()).toBe(true);
  });

  test("holds id, time and channel, and nothing else that it is given", () => {
    const store = memoryStore();
    const more = { ...reminder("a"), message: "secret", email: "sam@example.com" };
    createReminderList(() => store).add(more);
    expect(JSON.parse(store.text() ?? "")).toEqual([reminder("a")]);
  });

  test("keeps what another tab added meanwhile", () => {
    const store = memoryStore();
    const [one, two] = [createReminderList(() => store), createReminderList(() => store)];
    one.add(reminder("a"));
    two.add(reminder("b"));
    one.remove("a");
    expect(two.all()).toEqual([reminder("b")]);
  });

  test.each([
    "not JSON",
    "{}",
    "null",
    '[null, 7, "a", {"id": "x"}, {"id": "", "sendAt": "2026-11-21T13:30:00Z", "channel": "sms"}]',
    '[{"id": "x", "sendAt": "soon", "channel": "sms"}, {"id": "x", "sendAt": "2026-11-21T13:30:00Z", "channel": "fax"}]',
  ])("takes %j as empty, and writes over it", (text) => {
    const store = memoryStore(text);
    const list = createReminderList(() => store);
    expect(list.all()).toEqual([]);
    list.add(reminder("a"));
    expect(JSON.parse(store.text() ?? "")).toEqual([reminder("a")]);
  });

  test("stays at a size that a person can look through", () => {
    const list = createReminderList(() => memoryStore());
    for (let number = 0; number < 50; number += 1) list.add(reminder(`r${number}`));
    expect(list.all()).toHaveLength(30);
    expect(list.all()[0]).toEqual(reminder("r49"));
  });
});

describe("a browser that keeps nothing", () => {
  const refuse = (): never => {
    throw new Error("blocked");
  };

  test.each([
    ["has no storage", refuse],
    ["refuses to read", () => ({ getItem: refuse, setItem: () => undefined })],
    ["refuses to write", () => ({ getItem: () => null, setItem: refuse })],
  ])("%s: the list lasts as long as the page", (_, open: () => KeyValueStore) => {
    const list = createReminderList(open);
    list.add(reminder("a"));
    list.add(reminder("b"));
    list.remove("a");
    expect(list.all()).toEqual([reminder("b")]);
    expect(list.isKept()).toBe(false);
  });
});
