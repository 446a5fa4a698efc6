import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { nameOf } from "../common/failure-kind.js";
import { type Answer, json, type Problem, problemAnswer } from "../common/http.js";
import { readIdempotencyKey, sha256 } from "../common/idempotency-key.js";
import type { Log } from "../common/logger.js";
import { type Matched, matchRoute } from "../common/router.js";
import { stackFrames } from "../common/stack-frames.js";
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

const ROUTES = ["POST /api/orders", "GET /api/orders/{id}", "GET /api/kitchen"] as const;
type Route = (typeof ROUTES)[number];
type Outcome = { readonly orderId?: string; readonly errorCode?: string; readonly at?: string } & (
  | { readonly answer: Answer }
  | { readonly problem: Problem }
);

/** Makes the API: routes a request, and writes one log line for it, whatever becomes of it. */
export function ordersApi(api: OrdersApi): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  return async (event) => {
    const matched = matchRoute(event, ROUTES);
    const outcome = await respond(api, event, matched).catch(failure);
    const problem = "problem" in outcome ? outcome.problem : undefined;
    const answer = "problem" in outcome ? problemAnswer(outcome.problem) : outcome.answer;
    const errorCode = outcome.errorCode ?? problem?.code;
    api.log[answer.statusCode >= 500 ? "error" : "info"]("request", {
      requestId: event.requestContext.requestId,
      route: matched?.route ?? "unknown",
      status: answer.statusCode,
      ...(outcome.orderId !== undefined && { orderId: outcome.orderId }),
      ...(errorCode !== undefined && { errorCode }),
      ...(outcome.at !== undefined && { at: outcome.at }),
    });
    return answer;
  };
}

async function respond(
  api: OrdersApi,
  event: APIGatewayProxyEventV2,
  matched: Matched<Route> | undefined,
): Promise<Outcome> {
  switch (matched?.route) {
    case "POST /api/orders":
      return placeOrder(api, event);
    case "GET /api/orders/{id}":
      return showOrder(api, matched.id);
    case "GET /api/kitchen":
      return { answer: json(200, await kitchen(api)) };
    case undefined:
      return { problem: problems.notFound() };
  }
}

/** An order in its longest form, every character escaped, and room. */
const LARGEST_BODY_BYTES = 4_096;

/**
 * Puts the order into the table, then into the queue, once for each `Idempotency-Key`. An order that reached only the table was
 * never accepted; the same request again queues it. That may queue an order twice, which is started once, by its id.
 */
async function placeOrder(api: OrdersApi, event: APIGatewayProxyEventV2): Promise<Outcome> {
  const type = event.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) return { problem: problems.unsupportedMediaType() };
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.length > LARGEST_BODY_BYTES) return { problem: problems.bodyTooLarge(LARGEST_BODY_BYTES) };
  const { key, errors: keyErrors } = readIdempotencyKey(event.headers);
  const parsed = parseOrderRequest(body);
  const errors = [...("errors" in parsed ? parsed.errors : []), ...keyErrors];
  if ("errors" in parsed || errors.length > 0) return { problem: problems.invalidRequest(errors) };

  const orderId = key === undefined ? api.uuid() : sha256(key);
  const requestHash = sha256(body);
  const order: ApiOrderInput = { version: 1, source: "api", orderId, ...parsed.request };
  const earlier = (await api.orders.put(order, requestHash)) ? undefined : await api.orders.find(orderId);
  if (earlier && earlier.requestHash !== requestHash) return { orderId, problem: problems.idempotencyConflict() };
  if (!earlier || earlier.status === "queued") await api.queue.send(order);
  // As it was answered at first, whatever has become of the order. Relative to .../api/orders, so it is right at the distribution's
  // root and under a prefix such as /smoothies/.
  return { orderId, answer: json(202, { orderId, status: "queued" }, { location: `orders/${orderId}` }) };
}

async function showOrder({ orders }: OrdersApi, id: string): Promise<Outcome> {
  // Longer ones are no order's, and no table's key.
  const order = id.length <= 300 ? await orders.find(id) : undefined;
  return order ? { orderId: id, answer: json(200, viewOf(order)) } : { problem: problems.notFound() };
}

/** An order as the world sees it: without the execution that serves it and the request that it came with. */
function viewOf({ executionArn: _, requestHash: __, ...order }: Order): Omit<Order, "executionArn" | "requestHash"> {
  return order;
}

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

// AWS's own trouble passes and the request may be repeated. All else is a mistake of ours.
function failure(error: unknown): Outcome {
  const errorCode = nameOf(error);
  if (passes(error)) return { problem: problems.busy(), errorCode };
  const at = stackFrames(error);
  return { problem: problems.internalError(), errorCode, ...(at !== undefined && { at }) };
}
