import type { Announce } from "../common/announcer.js";
import type { Outcome } from "../common/call-api.js";
import { find } from "../common/dom.js";
import type { KeptList } from "../common/kept-list.js";
import type { MomentStyle } from "../common/moment.js";
import { isFinal, type Order, type OrderState } from "./order.js";
import { createOrderCard, type OrderCard } from "./order-card.js";
import { orderTitle, orderWords } from "./order-words.js";

/** This browser's orders on the page, the latest first. */
export interface OrdersView {
  /** Brings the page in line with the list, which another tab may have changed. */
  sync(): void;
  /** Shows an order that was just placed, and leads to it. */
  add(id: string, order: Order): void;
  /** The orders to ask for next: of those that are not at their end, the ones asked longest ago. */
  toAsk(most: number): readonly string[];
  /** Takes an answer of the API. */
  take(id: string, outcome: Outcome<Order>): void;
  /** Whether an order is on its way. */
  isWaiting(): boolean;
  /** The robots that blend an order of this browser. */
  robots(): ReadonlySet<string>;
}

/** What the view is made of. */
export interface OrdersViewOptions {
  readonly document: Document;
  readonly style: MomentStyle;
  readonly list: KeptList<string>;
  readonly announce: Announce;
  readonly now: () => number;
}

interface Shown {
  readonly card: OrderCard;
  state: OrderState;
  /** The robot that had the order and did not finish it. */
  gaveUp: string | undefined;
  /** When it was last asked for, as a count. */
  asked: number;
}

/** Shows each of this browser's orders as a card. */
export function createOrdersView({ document, style, list, announce, now }: OrdersViewOptions): OrdersView {
  const cards = find(document, "#orders", HTMLUListElement);
  const empty = find(document, "#no-orders", HTMLElement);
  const notKept = find(document, "#not-kept", HTMLElement);
  const title = find(document, "#orders-title", HTMLElement);
  const removeFinished = find(document, "#remove-finished", HTMLButtonElement);
  const shown = new Map<string, Shown>();
  let rounds = 0;

  const forget = (ids: readonly string[]): void => {
    for (const id of ids) list.remove(id);
    sync();
    title.focus();
  };
  const finished = (): readonly string[] => [...shown].flatMap(([id, { state }]) => (isFinal(state) ? [id] : []));
  removeFinished.addEventListener("click", () => forget(finished()));

  const open = (id: string, state: OrderState): Shown => {
    const card = createOrderCard(document, id, style, () => forget([id]));
    const entry: Shown = { card, state, gaveUp: undefined, asked: 0 };
    shown.set(id, entry);
    card.show(state, now());
    return entry;
  };
  const sync = (): void => {
    const ids = list.all();
    for (const [id, { card }] of shown) {
      if (ids.includes(id)) continue;
      card.root.remove();
      shown.delete(id);
    }
    ids.forEach((id, index) => {
      const { card } = shown.get(id) ?? open(id, { status: "checking" });
      if (cards.children[index] !== card.root) cards.insertBefore(card.root, cards.children[index] ?? null);
    });
    empty.hidden = shown.size > 0;
    notKept.hidden = list.isKept();
    removeFinished.hidden = finished().length < 2;
  };

  return {
    sync,
    add(id, order) {
      list.add(id);
      open(id, order);
      sync();
      shown.get(id)?.card.focus();
      announce(`Ordered: ${orderTitle(order)}.`);
    },
    toAsk(most) {
      rounds += 1;
      const waiting = [...shown].filter(([, { state }]) => !isFinal(state));
      const next = waiting.sort(([, a], [, b]) => a.asked - b.asked).slice(0, most);
      for (const [, entry] of next) entry.asked = rounds;
      return next.map(([id]) => id);
    },
    take(id, outcome) {
      const entry = shown.get(id);
      if (!entry || (!outcome.ok && outcome.problem.status !== 404)) return;
      const before = entry.state;
      const state: OrderState = outcome.ok ? outcome.value : { status: "unknown" };
      const lost = robotOf(before);
      if (lost !== undefined && robotOf(state) !== lost && !isFinal(state)) entry.gaveUp = lost;
      entry.state = state;
      entry.card.show(state, now(), entry.gaveUp);
      removeFinished.hidden = finished().length < 2;
      if (before.status === state.status || before.status === "checking") return;
      const { label, sentence } = orderWords(state, entry.gaveUp);
      announce(`${orderTitle(state)}: ${label}. ${sentence}`);
    },
    isWaiting: () => [...shown.values()].some(({ state }) => !isFinal(state)),
    robots: () => new Set([...shown.values()].flatMap(({ state }) => robotOf(state) ?? [])),
  };
}

/** Who is blending an order. */
function robotOf(state: OrderState): string | undefined {
  return state.status === "blending" ? state.robotId : undefined;
}
