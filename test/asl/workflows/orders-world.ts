import { render } from "../../../asl/index.js";
import type { Mocks } from "../../../asl/testing/index.js";
import { orders } from "../../../asl/workflows/orders.js";
import type { Order } from "../../../handlers/orders/order.js";
import { plainBindings } from "../../../scripts/lib/golden.js";

/** The definition of orders, with plain names. */
export const definition = render(orders, plainBindings("orders"));

/** An order of two lines, of 64.00. */
export const order = {
  version: 1,
  orderId: "o-1",
  customer: { name: "Ada", email: "ada@example.com" },
  shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
  lines: [
    { sku: "mug", quantity: 2 },
    { sku: "teapot", quantity: 1 },
  ],
  total: 6400,
  card: { token: "tok_approved", lastFour: "4242" },
} satisfies Order;

/** Mocks with which everything goes well, undo steps included. */
export const wellMocks: Mocks = {
  ClaimOrder: [{ output: {} }],
  ProcessPayment: [{ output: { status: "charged", chargeId: "ch-1" } }],
  EmailCustomer: [{ output: { messageId: "e-1" } }],
  RecordDecline: [{ output: {} }],
  CheckFraud: [{ output: { risk: 5 } }],
  ReserveLine: [{ output: {} }],
  PickAndPack: [{ output: { weightGrams: 1200 } }],
  BookShipping: [{ output: { trackingNumber: "T-1" } }],
  RecordOrder: [{ output: {} }],
  NotifyWarehouse: [{ output: { MessageId: "m-1" } }],
  AnnounceDispatch: [{ output: { MessageId: "n-1" } }],
  NotifyCustomer: [{ output: { Output: { customer: "notified" }, Status: "SUCCEEDED" } }],
  SettleLine: [{ output: {} }],
  CancelShipping: [{ output: { shipment: "undone" } }],
  ReleaseLine: [{ output: {} }],
  RefundPayment: [{ output: { payment: "undone" } }],
  TellCustomer: [{ output: { messageId: "e-2" } }],
  RecordFailure: [{ output: {} }],
  RecordNeed: [{ output: {} }],
  CallPerson: [{ output: { MessageId: "n-2" } }],
};
