import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { nameOf } from "../common/failure-kind.js";
import { type Answer, json } from "../common/http.js";
import { httpApi, type Outcome } from "../common/http-api.js";
import { readIdempotencyKey, sha256 } from "../common/idempotency-key.js";
import { readJsonBody } from "../common/json-body.js";
import type { Log } from "../common/logger.js";
import { type ApiOrderInput, menu, type Order } from "./order.js";
import { parseOrderRequest } from "./order-request.js";
import type { OrderTable } from "./order-table.js";
import { problems } from "./problems.js";
import { isFree, robotStatuses } from "./robot.js";
import type { RobotIndex } from "./robot-index.js";
import { passes } from "./temporary.js";

/** The queue of orders, as the API uses it. */
export interface OrderQueue {
  send(order: ApiOrderInput): Promise<void>;
  /** About how many orders wait to be taken, and how many are taken or postponed. */
  counts(): Promise<{ readonly waiting: number; readonly inFlight: number }>;
}

/** What the API works with. */
export interface OrdersApi {
  readonly orders: OrderTable;
  readonly queue: OrderQueue;
  readonly robots: RobotIndex;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly uuid: () => string;
  readonly log: Log;
}

/** Makes the API of orders and of the kitchen. */
export function ordersApi(api: OrdersApi): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  return httpApi({
    routes: ["POST /api/orders", "GET /api/orders/{id}", "GET /api/kitchen"],
    respond: async ({ route, id }, event): Promise<Outcome> => {
      switch (route) {
        case "POST /api/orders":
          return placeOrder(api, event);
        case "GET /api/orders/{id}":
          return showOrder(api, id);
        case "GET /api/kitchen":
          return { answer: json(200, await kitchen(api)) };
      }
    },
    // AWS's own trouble passes and the request may be repeated. All else is a mistake of ours.
    passing: (error) => (passes(error) ? nameOf(error) : undefined),
    problems,
    log: api.log,
    idName: "orderId",
  });
}

/** An order in its longest form, every character escaped, and room. */
const LARGEST_BODY_BYTES = 4_096;

/**
 * Puts the order into the table, then into the queue, once for each `Idempotency-Key`. An order that reached only the table was
 * never accepted; the same request again queues it. That may queue an order twice, which is started once, by its id.
 */
async function placeOrder(api: OrdersApi, event: APIGatewayProxyEventV2): Promise<Outcome> {
  const read = readJsonBody(event, LARGEST_BODY_BYTES);
  if ("problem" in read) return read;
  const { body } = read;
  const { key, errors: keyErrors } = readIdempotencyKey(event.headers);
  const parsed = parseOrderRequest(body);
  const errors = [...("errors" in parsed ? parsed.errors : []), ...keyErrors];
  if ("errors" in parsed || errors.length > 0) return { problem: problems.invalidRequest(errors) };

  const orderId = key === undefined ? api.uuid() : sha256(key);
  const requestHash = sha256(body);
  const order: ApiOrderInput = { version: 1, source: "api", orderId, ...parsed.request };
  const earlier = (await api.orders.put(order, requestHash)) ? undefined : await api.orders.find(orderId);
  if (earlier && earlier.requestHash !== requestHash) return { id: orderId, problem: problems.idempotencyConflict() };
  if (!earlier || earlier.status === "queued") await api.queue.send(order);
  // As it was answered at first, whatever has become of the order. Relative to .../api/orders, so it is right at the distribution's
  // root and under a prefix such as /smoothies/.
  return { id: orderId, answer: json(202, { orderId, status: "queued" }, { location: `orders/${orderId}` }) };
}

async function showOrder({ orders }: OrdersApi, id: string): Promise<Outcome> {
  // Longer ones are no order's, and no table's key.
  const order = id.length <= 300 ? await orders.find(id) : undefined;
  return order ? { id, answer: json(200, viewOf(order)) } : { problem: problems.notFound() };
}

/**
 * An order as the world sees it: without the execution that serves it and the request that it came with. One that was stopped and then
 * goes on (`RedriveExecution`) still has the reason of its first end in its row.
 */
function viewOf({ executionArn: _, requestHash: __, reason, ...order }: Order): OrderView {
  return { ...order, ...(order.status === "failed" && reason !== undefined && { reason }) };
}

type OrderView = Omit<Order, "executionArn" | "requestHash">;

/** The robots, the queue and the menu: nothing about whose order is whose. A robot whose claim has run out is free. */
async function kitchen({ robots, queue, now }: OrdersApi) {
  const [lists, counts] = await Promise.all([Promise.all(robotStatuses.map(robots.list)), queue.counts()]);
  // A robot may be listed twice while the index moves it: the later status counts.
  const latest = new Map(
    lists
      .flat()
      .sort((a, b) => (a.statusSince < b.statusSince ? -1 : 1))
      .map((robot) => [robot.robotId, robot]),
  );
  const shown = [...latest.values()]
    .map(({ robotId, status, statusSince, smoothie, jobExpiresAt }) => {
      const free = isFree({ status, jobExpiresAt }, now());
      return {
        robotId,
        status: free ? "ONLINE" : status,
        statusSince,
        ...(!free && smoothie !== undefined && { smoothie }),
      };
    })
    .sort((a, b) => a.robotId.localeCompare(b.robotId, "en", { numeric: true }));
  return { robots: shown, queue: counts, menu };
}
