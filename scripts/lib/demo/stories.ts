import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { smoothiesApi } from "../smoothies/api-client.js";
import { followOrder } from "../smoothies/follow.js";
import { PlainError } from "../usage.js";
import type { LocalApi } from "./local-api.js";

/** Takes a line that says what happened. */
export type Say = (line: string) => void;

/** What the demo does with one system. */
export interface Story {
  readonly system: string;
  /** Does it. @throws PlainError when something else happens than should */
  readonly tell: (api: LocalApi, say: Say) => Promise<void>;
}

const status = v.object({ status: v.string() });

/** One walk through each system, from the smallest to the largest. */
export const stories: readonly Story[] = [
  { system: "hello", tell: greet },
  { system: "pet-reminders", tell: remind },
  { system: "smoothies", tell: blend },
  { system: "orders", tell: shop },
];

async function greet(api: LocalApi, say: Say): Promise<void> {
  for (const body of [{ name: "Ada" }, {}]) {
    const answer = v.parse(v.object({ output: v.string() }), await api.ask("/hello/api/hello", body));
    say(`POST /hello/api/hello ${JSON.stringify(body)} -> ${answer.output}`);
  }
}

async function remind(api: LocalApi, say: Say): Promise<void> {
  const message = `Feed the cat (demo ${randomUUID().slice(0, 8)})`;
  const reminder = { message, channel: "both", email: "ada@example.com", phone: "+12025550123", waitSeconds: 2 };
  const { id } = v.parse(v.object({ id: v.string() }), await api.ask("/pet-reminders/api/reminders", reminder));
  say("a reminder by e-mail and SMS is due in 2 seconds");
  const { status: end } = await api.askUntil(
    `/pet-reminders/api/reminders/${id}`,
    status,
    isPast("scheduled", "sending"),
  );
  const kinds = (await api.inbox(message)).map(({ kind }) => kind).sort();
  say(`${end}; in the inbox: ${kinds.join(" and ")}`);
  expectThat(end === "sent" && kinds.join() === "email,sms", "one e-mail and one SMS should have been sent");
}

async function blend(api: LocalApi, say: Say): Promise<void> {
  const kitchen = smoothiesApi(`${api.url}/smoothies`);
  expectThat(await kitchen.hasRobots(), "there should be a robot: start without --no-robots");
  const orderId = await kitchen.order({ smoothie: "Mango", customer: "Ada" });
  say("a Mango is ordered");
  const following = { api: kitchen, say, sleep: (ms: number) => sleep(ms), now: () => performance.now() };
  const order = await followOrder(following, orderId);
  expectThat(order.status === "served", "the smoothie should have been served");
}

async function shop(api: LocalApi, say: Say): Promise<void> {
  const outcomes = [
    { what: "two mugs, paid", card: "4242 4242 4242 4242", sku: "mug", end: "dispatched" },
    { what: "a mug, with a card that declines", card: "4000 0000 0000 0002", sku: "mug", end: "declined" },
    {
      what: "a unicorn, which is out of stock: the payment is undone",
      card: "4242 4242 4242 4242",
      sku: "unicorn",
      end: "failed",
    },
  ];
  const ended = outcomes.map(async ({ what, card, sku, end }) => {
    const order = {
      customer: { name: "Ada", email: "ada@example.com" },
      shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
      lines: [{ sku, quantity: 2 }],
      card,
    };
    const { orderId } = v.parse(v.object({ orderId: v.string() }), await api.ask("/orders/api/checkout", order));
    const found = await api.askUntil(`/orders/api/orders/${orderId}`, status, isPast("processing"));
    say(`${what} -> ${found.status}`);
    expectThat(found.status === end, `the order should be ${end}`);
  });
  await Promise.all(ended);
}

function isPast(...early: readonly string[]): (answer: { readonly status: string }) => boolean {
  return ({ status: now }) => !early.includes(now);
}

function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new PlainError(`This went otherwise: ${otherwise}.`);
}
