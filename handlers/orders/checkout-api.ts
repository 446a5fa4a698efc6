import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { nameOf } from "../common/failure-kind.js";
import { type Answer, json, type Problem, problemAnswer } from "../common/http.js";
import type { Log } from "../common/logger.js";
import { matchRoute } from "../common/router.js";
import { stackFrames } from "../common/stack-frames.js";
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

interface Outcome {
  readonly orderId?: string;
  readonly answer: Answer;
  readonly errorCode?: string;
  readonly at?: string;
}

const ROUTES = ["POST /api/checkout", "GET /api/orders/{id}"] as const;

/** Room for 40 lines and long addresses. */
const LARGEST_BODY_BYTES = 16_384;

/** Makes the API: `POST /api/checkout` and `GET /api/orders/{id}`, with one log line a request. */
export function checkoutApi(api: CheckoutApi): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  return async (event) => {
    const matched = matchRoute(event, ROUTES);
    const respond = async (): Promise<Outcome> => {
      if (!matched) return refused(problems.notFound());
      return matched.route === "POST /api/checkout" ? checkOut(api, event) : showOrder(api, matched.id);
    };
    const { answer, ...about } = await respond().catch(failure);
    api.log[answer.statusCode >= 500 ? "error" : "info"]("request", {
      requestId: event.requestContext.requestId,
      route: matched?.route ?? "unknown",
      status: answer.statusCode,
      ...about,
    });
    return answer;
  };
}

async function checkOut({ desk, provider, allowsEmail, uuid }: CheckoutApi, event: APIGatewayProxyEventV2) {
  if (!/^application\/json\s*(;|$)/i.test(event.headers["content-type"] ?? "")) {
    return refused(problems.unsupportedMediaType());
  }
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.length > LARGEST_BODY_BYTES) return refused(problems.bodyTooLarge(LARGEST_BODY_BYTES));
  const parsed = parseCheckout(body.toString("utf8"), provider, uuid);
  if ("errors" in parsed) return refused(problems.invalidRequest(parsed.errors));
  const { order } = parsed;
  if (!allowsEmail(order.customer.email)) return refused(problems.recipientNotAllowed());
  if ((await desk.start(order)) === "different") return { ...refused(problems.orderIdTaken()), orderId: order.orderId };
  const { orderId, total } = order;
  // Relative to .../api/checkout.
  return { orderId, answer: json(202, { orderId, total, status: "processing" }, { location: `orders/${orderId}` }) };
}

async function showOrder({ desk }: CheckoutApi, id: string): Promise<Outcome> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) return refused(problems.notFound());
  const view = await desk.find(id);
  return { orderId: id, ...(view ? { answer: json(200, view) } : refused(problems.notFound())) };
}

function refused(problem: Problem): Outcome {
  return { answer: problemAnswer(problem), errorCode: problem.code };
}

function failure(error: unknown): Outcome {
  if (error instanceof Unavailable) return refused(problems.busy());
  const at = stackFrames(error);
  const internal = refused(problems.internalError());
  return { ...internal, errorCode: nameOf(error), ...(at !== undefined && { at }) };
}
