import type { Outcome } from "../common/call-api.js";
import type { Problem } from "../common/problem.js";
import { isLively, type Kitchen } from "./kitchen.js";
import type { KitchenApi } from "./kitchen-api.js";
import type { Order } from "./order.js";
import type { Found } from "./poll.js";
import { lookProblemText } from "./problem-text.js";

/** What a look needs. Its own words for the page's parts, which no test without a browser has. */
export interface LookOptions {
  readonly api: Pick<KitchenApi, "kitchen" | "find">;
  readonly orders: {
    toAsk(most: number): readonly string[];
    take(id: string, outcome: Outcome<Order>): void;
    isWaiting(): boolean;
    robots(): ReadonlySet<string>;
  };
  readonly kitchen: { show(kitchen: Kitchen, yours: ReadonlySet<string>): void; note(text: string): void };
  readonly form: { showMenu(menu: readonly string[]): void };
  readonly announce: (sentence: string) => void;
  readonly isOnline: () => boolean;
}

/** Makes one look: asks for the kitchen and for the orders on their way, and shows the answers, or why there are none. */
export function createLook(options: LookOptions): () => Promise<Found> {
  const { api, orders, kitchen, form, announce, isOnline } = options;
  let told = "";
  return async () => {
    const ids = orders.toAsk(MOST_ORDERS);
    const [seen, ...found] = await Promise.all([api.kitchen(), ...ids.map((id) => api.find(id))]);
    ids.forEach((id, index) => {
      const outcome = found[index];
      if (outcome) orders.take(id, outcome);
    });
    if (seen.ok) {
      form.showMenu(seen.value.menu);
      kitchen.show(seen.value, orders.robots());
    }
    // An order that the kitchen does not know any more is an answer.
    const problem = problemOf(seen) ?? found.map(problemOf).find((one) => one !== undefined && one.status !== 404);
    const text = problem ? lookProblemText(problem, isOnline()) : "";
    kitchen.note(text);
    if (text !== told) announce(text === "" ? "The kitchen is shown live again." : text);
    told = text;
    if (problem) {
      return { failed: true, ...(problem.retryAfter === undefined ? {} : { retryAfter: problem.retryAfter }) };
    }
    return orders.isWaiting() || (seen.ok && isLively(seen.value)) ? "lively" : "quiet";
  };
}

function problemOf(outcome: Outcome<unknown>): Problem | undefined {
  return outcome.ok ? undefined : outcome.problem;
}

/** Orders asked for in one look: somebody with more of them sees each a little less often. */
const MOST_ORDERS = 5;
