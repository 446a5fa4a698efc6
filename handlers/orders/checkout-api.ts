import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { nameOf } from "../common/failure-kind.js";
import { type Answer, json } from "../common/http.js";
import { httpApi, type Outcome } from "../common/http-api.js";
import { readJsonBody } from "../common/json-body.js";
import type { Log } from "../common/logger.js";
import { parseCheckout } from "./checkout-request.js";
import type { OrderDesk } from "./order-desk.js";
import type { PaymentProvider } from "./payment-provider.js";
import { checkoutProblems as problems } from "./problems.js";
import { Unavailable } from "./unavailable.js";

/** What the API works with. */
export interface CheckoutApi {
  readonly desk: OrderDesk;
  readonly provider: PaymentProvider;
  /** Whether an address may be written to. */
  readonly allowsEmail: (address: string) => boolean;
  readonly uuid: () => string;
  readonly log: Log;
}

/** Room for 40 lines and long addresses. */
const LARGEST_BODY_BYTES = 16_384;

/** Makes the API: `POST /api/checkout` and `GET /api/orders/{id}`. */
export function checkoutApi(api: CheckoutApi): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  return httpApi({
    routes: ["POST /api/checkout", "GET /api/orders/{id}"],
    respond: ({ route, id }, event) => (route === "POST /api/checkout" ? checkOut(api, event) : showOrder(api, id)),
    passing: (error) => (error instanceof Unavailable ? nameOf(error) : undefined),
    problems,
    log: api.log,
    idName: "orderId",
  });
}

async function checkOut(
  { desk, provider, allowsEmail, uuid }: CheckoutApi,
  event: APIGatewayProxyEventV2,
): Promise<Outcome> {
  const read = readJsonBody(event, LARGEST_BODY_BYTES);
  if ("problem" in read) return read;
  const parsed = parseCheckout(read.body, provider, uuid);
  if ("errors" in parsed) return { problem: problems.invalidRequest(parsed.errors) };
  const { order } = parsed;
  if (!allowsEmail(order.customer.email)) return { problem: problems.recipientNotAllowed() };
  const { orderId, total } = order;
  if ((await desk.start(order)) === "different") return { id: orderId, problem: problems.orderIdTaken() };
  // Relative to .../api/checkout.
  return {
    id: orderId,
    answer: json(202, { orderId, total, status: "processing" }, { location: `orders/${orderId}` }),
  };
}

async function showOrder({ desk }: CheckoutApi, id: string): Promise<Outcome> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) return { problem: problems.notFound() };
  const view = await desk.find(id);
  return { id, ...(view ? { answer: json(200, view) } : { problem: problems.notFound() }) };
}
