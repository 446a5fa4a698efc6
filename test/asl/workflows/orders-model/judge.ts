import type { Execution } from "../../../../asl/interpreter/index.js";
import { netOf, type Shop } from "./shop.js";
import { initialStock, type Simulation, type StartedOrder } from "./simulate.js";

/** How an order ended, as its executions say. */
export type Ending = "dispatched" | "declined" | "failed" | "needs attention" | "not claimed" | "taken";

/** How an execution ended. */
export function endingOf({ status, error, path }: Execution): Ending {
  if (status === "SUCCEEDED") {
    if (path.includes("AlreadyTaken")) return "taken";
    return path.includes("Declined") ? "declined" : "dispatched";
  }
  if (error === "OrderNotClaimed") return "not claimed";
  return error === "NeedsAttention" ? "needs attention" : "failed";
}

/** All that is wrong after a simulation, in words: nothing, when money and stock are right and everybody has an answer. */
export function problemsOf({ shop, orders }: Simulation): string[] {
  return [...orders.flatMap((started) => orderProblems(shop, started)), ...stockProblems(shop, orders)];
}

/** The one ending that counts: of the execution that had the order. */
function ending({ executions }: StartedOrder): Ending | "several" {
  const owned = executions.map(endingOf).filter((end) => end !== "taken" && end !== "not claimed");
  if (owned.length > 1) return "several";
  return owned[0] ?? "not claimed";
}

function orderProblems(shop: Shop, started: StartedOrder): string[] {
  const { order } = started;
  const { orderId, total } = order;
  const end = ending(started);
  const net = netOf(shop, order);
  const told = shop.told.get(orderId) ?? [];
  const say = (wrong: boolean, what: string) => (wrong ? [`${orderId} (${end}): ${what}`] : []);
  if (end === "needs attention") {
    return [
      ...say(net !== 0 && net !== total, `the card is charged ${net} of ${total}`),
      // The row is the last place to look, where the call itself failed for good.
      ...say(
        started.executions.every(({ cause }) => cause === undefined),
        "no cause says what is not undone",
      ),
    ];
  }
  const row = String(shop.tables.item("orders-dev-orders", orderId)?.get("status"));
  return [
    ...say(end === "several", "two executions had it"),
    // Nobody knows whether a claim took place whose answer was lost for good.
    ...say(end !== "not claimed" && row !== end, `its row says ${row}`),
    ...say(net !== (end === "dispatched" ? total : 0), `the card is charged ${net} of ${total}`),
    ...say(shop.shipments.has(orderId) !== (end === "dispatched"), "its shipment is not as its ending"),
    ...say(heldBy(shop, started) > 0 && end !== "dispatched", "it still holds stock"),
    ...say(end === "dispatched" && !told.includes("dispatched"), "the customer was not told of the dispatch"),
    ...say(end === "declined" && !told.includes("declined"), "the customer was not told of the declined card"),
    ...say(end === "failed" && told.at(-1) !== "failed", "the customer was not told of the failure"),
  ];
}

function stockProblems(shop: Shop, orders: Simulation["orders"]): string[] {
  return [...initialStock].flatMap(([sku, initial]) => {
    const available = Number(shop.tables.item("orders-dev-stock", sku)?.get("available"));
    const gone = orders.reduce((sum, started) => sum + quantityGone(shop, started, sku), 0);
    return available + gone === initial ? [] : [`${sku}: ${available} left and ${gone} gone of ${initial}`];
  });
}

/** What is missing on the shelf because of an order: all of it once dispatched; what a person will find held otherwise. */
function quantityGone(shop: Shop, started: StartedOrder, sku: string): number {
  const end = ending(started);
  return started.order.lines.reduce((sum, line, index) => {
    if (line.sku !== sku) return sum;
    const isGone = end === "dispatched" || (end === "needs attention" && isHeld(shop, started, index));
    return isGone ? sum + line.quantity : sum;
  }, 0);
}

function heldBy(shop: Shop, started: StartedOrder): number {
  return started.order.lines.filter((_, index) => isHeld(shop, started, index)).length;
}

function isHeld(shop: Shop, { order }: StartedOrder, index: number): boolean {
  const row = shop.tables.item("orders-dev-stock", order.lines[index]?.sku ?? "");
  return row?.has(`hold-${order.orderId}-${index}`) ?? false;
}
