import type { handler as bookShipping } from "../../handlers/orders/book-shipping.js";
import type { handler as cancelShipping } from "../../handlers/orders/cancel-shipping.js";
import type { handler as checkFraud } from "../../handlers/orders/check-fraud.js";
import type { handler as emailCustomer } from "../../handlers/orders/email-customer.js";
import type { Order, OrderLine } from "../../handlers/orders/order.js";
import type { handler as processPayment } from "../../handlers/orders/process-payment.js";
import type { handler as refundPayment } from "../../handlers/orders/refund-payment.js";
import {
  activity,
  context,
  days,
  errors,
  hours,
  intrinsics,
  invoke,
  lambda,
  lambdaMaybeDone,
  lambdaNotDone,
  minutes,
  pathWorkflow,
  perform,
  queue,
  rules,
  seconds,
  sns,
  sqs,
  stateMachine,
  states,
  topic,
} from "../index.js";
import type { Dispatch, notifyCustomer } from "./notify-customer.js";
import {
  claimOrder,
  conditionFailed,
  heldLine,
  record,
  recordDispatch,
  releaseLine,
  reserveLine,
  settleLine,
  tableUnavailable,
} from "./orders-tables.js";

/** What the warehouse picks. */
interface Picking {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
}

/** What it has packed. */
interface Packed {
  readonly weightGrams: number;
}

const { format, jsonToString } = intrinsics;
const pickAndPack = activity<Picking, Packed, "ItemDamaged">("pick-and-pack");
const email = lambda<typeof emailCustomer>("email-customer");
const notify = stateMachine<Dispatch, typeof notifyCustomer>("notify-customer");

/** An answer may be lost, but each step may be done again: it is known by its order. */
const unavailable = [...lambdaNotDone, ...lambdaMaybeDone, errors.timeout, "Unavailable"] as const;
const soon = { every: seconds(2), maxAttempts: 3, backoffRate: 2 } as const;
/** Undo steps, and the customer's answer, are worth waiting for. */
const patiently = { every: seconds(2), maxAttempts: 6, backoffRate: 2 } as const;

const task = { timeout: seconds(30), retry: [{ on: unavailable, ...soon }] } as const;
const undoTask = { timeout: seconds(30), retry: [{ on: unavailable, ...patiently }], resultPath: null } as const;
const write = { timeout: seconds(10), retry: [{ on: tableUnavailable, ...soon }], resultPath: null } as const;
const undoWrite = { timeout: seconds(10), retry: [{ on: tableUnavailable, ...patiently }], resultPath: null } as const;

/**
 * Takes an order from its payment to its dispatch. Whatever fails after the order was claimed leads through the undo steps that are due;
 * one of these that fails itself calls a person.
 */
export const orders = pathWorkflow<Order>("orders", {
  comment: "Takes an order from its payment to its dispatch, or undoes it.",
  timeout: days(14),
})
  .task("ClaimOrder", ({ at }) => claimOrder(at("$.orderId")), {
    ...write,
    retry: [{ on: tableUnavailable, ...patiently }],
    catch: {
      [conditionFailed]: (w) => w.succeed("AlreadyTaken", "$.orderId"),
      [errors.any]: (w) => w.as("$.problem").fail("NotClaimed", "OrderNotClaimed", ({ at }) => at("$.problem.Error")),
    },
  })
  .saga(
    (saga) =>
      saga
        .step(
          (w) =>
            w
              .task("ProcessPayment", ({ at }) => invoke(lambda<typeof processPayment>("process-payment"), at("$")), {
                ...task,
                resultSelector: ({ at }) => ({ status: at("$.Payload.status") }),
                resultPath: "$.payment",
              })
              .choice("PaymentSucceeded?", (c) =>
                c
                  .when(
                    ({ at }) => rules.stringEquals(at("$.payment.status"), "charged"),
                    (w) => w,
                  )
                  .otherwise((w) =>
                    w
                      .task(
                        "EmailCustomer",
                        ({ at }) =>
                          invoke(email, { kind: "declined", orderId: at("$.orderId"), email: at("$.customer.email") }),
                        undoTask,
                      )
                      .task("RecordDecline", ({ at }) => record(at("$.orderId"), "declined"), undoWrite)
                      .succeed("Declined", "$.payment"),
                  ),
              ),
          (w) =>
            w.task(
              "RefundPayment",
              ({ at }) =>
                invoke(lambda<typeof refundPayment>("refund-payment"), {
                  orderId: at("$.orderId"),
                  total: at("$.total"),
                  card: at("$.card"),
                }),
              undoTask,
            ),
        )
        .step((w) =>
          w.task(
            "CheckFraud",
            ({ at }) =>
              invoke(lambda<typeof checkFraud>("check-fraud"), {
                orderId: at("$.orderId"),
                total: at("$.total"),
                cardToken: at("$.card.token"),
                country: at("$.shipTo.country"),
              }),
            { ...task, resultSelector: ({ at }) => ({ risk: at("$.Payload.risk") }), resultPath: "$.fraud" },
          ),
        )
        .step(
          (w) =>
            w
              .mapSelected(
                "ReserveInventory",
                "$.lines",
                ({ at, item, index }) => heldLine(at("$.orderId"), item, index),
                (w) =>
                  w
                    .task(
                      "ReserveLine",
                      ({ at }) => reserveLine({ sku: at("$.sku"), quantity: at("$.quantity"), hold: at("$.hold") }),
                      {
                        ...write,
                        catch: {
                          [conditionFailed]: (w) => w.fail("OutOfStock", "OutOfStock", ({ at }) => at("$.sku")),
                        },
                      },
                    )
                    .succeed("LineReserved", "$.sku"),
                {
                  // One after the other: a line that fails ends the others, and one in flight might still be reserved
                  // after it was released.
                  maxConcurrency: 1,
                  resultPath: "$.reserved",
                },
              )
              .pass("WritePickList", ({ at }) => ({ orderId: at("$.orderId"), lines: at("$.lines") }), {
                comment: "All that the warehouse sees of an order: no name, no address, no card.",
                resultPath: "$.picking",
              })
              .task("PickAndPack", ({ at }) => perform(pickAndPack, at("$.picking")), {
                comment: "An order waits here until the warehouse has time; a worker that falls silent loses it.",
                timeout: days(2),
                heartbeat: minutes(1),
                retry: [{ on: [errors.heartbeatTimeout], ...soon }],
                resultPath: "$.parcel",
              }),
          (w) =>
            w.mapSelected(
              "ReleaseInventory",
              "$.lines",
              ({ at, item, index }) => heldLine(at("$.orderId"), item, index),
              (w) =>
                w
                  .task(
                    "ReleaseLine",
                    ({ at }) => releaseLine({ sku: at("$.sku"), quantity: at("$.quantity"), hold: at("$.hold") }),
                    {
                      ...undoWrite,
                      catch: { [conditionFailed]: (w) => w.succeed("NothingHeld", "$.sku") },
                    },
                  )
                  .succeed("LineReleased", "$.sku"),
              { resultPath: null },
            ),
        )
        .step(
          (w) =>
            w.task(
              "BookShipping",
              ({ at }) =>
                invoke(lambda<typeof bookShipping>("book-shipping"), {
                  orderId: at("$.orderId"),
                  // As a whole: a path to a weight that the worker left out would end the execution, past every Catch.
                  parcel: at("$.parcel"),
                  shipTo: at("$.shipTo"),
                }),
              {
                ...task,
                resultSelector: ({ at }) => ({ trackingNumber: at("$.Payload.trackingNumber") }),
                resultPath: "$.shipment",
              },
            ),
          (w) =>
            w.task(
              "CancelShipping",
              ({ at }) => invoke(lambda<typeof cancelShipping>("cancel-shipping"), { orderId: at("$.orderId") }),
              undoTask,
            ),
        )
        .step((w) =>
          w
            .parallelSelected(
              "Dispatch",
              ({ at }) => ({ orderId: at("$.orderId"), trackingNumber: at("$.shipment.trackingNumber") }),
              [
                (w) =>
                  w
                    .task("RecordOrder", ({ at }) => recordDispatch(at("$.orderId"), at("$.trackingNumber")), write)
                    .succeed("Recorded", "$.orderId"),
                (w) =>
                  w
                    .task("NotifyWarehouse", ({ at }) => sqs.sendMessage(queue("warehouse"), at("$")), {
                      timeout: seconds(10),
                      retry: [{ on: [errors.any], ...soon }],
                    })
                    .succeed("WarehouseNotified", "$.MessageId"),
                (w) =>
                  w
                    .task(
                      "AnnounceDispatch",
                      ({ at }) =>
                        sns.publish(topic("dispatched"), {
                          orderId: at("$.orderId"),
                          trackingNumber: at("$.trackingNumber"),
                        }),
                      { timeout: seconds(10), retry: [{ on: [errors.any], ...soon }] },
                    )
                    .succeed("Announced", "$.MessageId"),
              ],
              {
                resultSelector: ({ at }) => ({ warehouseMessage: at("$[1]"), announcement: at("$[2]") }),
                resultPath: "$.dispatch",
              },
            )
            .task(
              "NotifyCustomer",
              ({ at }) =>
                states.startExecution.sync2(notify, {
                  orderId: at("$.orderId"),
                  email: at("$.customer.email"),
                  trackingNumber: at("$.shipment.trackingNumber"),
                }),
              {
                timeout: hours(1),
                resultSelector: ({ at }) => ({ customer: at("$.Output.customer") }),
                resultPath: "$.news",
              },
            ),
        ),
    {
      failed: (w) =>
        w
          .task(
            "TellCustomer",
            ({ at }) => invoke(email, { kind: "failed", orderId: at("$.orderId"), email: at("$.customer.email") }),
            undoTask,
          )
          .task("RecordFailure", ({ at }) => record(at("$.orderId"), "failed"), undoWrite)
          .fail(
            "OrderFailed",
            ({ at }) => at("$.problem.Error"),
            // Not the error's own cause: a time-out has none, and a path that finds nothing would be an error itself.
            ({ at }) => jsonToString(at("$.problem")),
          ),
      stuck: (w) =>
        w
          .task("RecordNeed", ({ at }) => record(at("$.orderId"), "needs-attention"), {
            ...undoWrite,
            catch: { [errors.any]: (w) => w },
          })
          .task(
            "CallPerson",
            ({ at }) =>
              sns.publish(
                topic("attention"),
                {
                  orderId: at("$.orderId"),
                  execution: context.Execution.Id,
                  problem: at("$.problem.Error"),
                  notUndone: at("$.stuck.Error"),
                },
                { subject: "An order needs attention" },
              ),
            {
              timeout: seconds(10),
              retry: [{ on: [errors.any], ...patiently }],
              resultPath: null,
              catch: { [errors.any]: (w) => w },
            },
          )
          .fail("NeedsAttention", "NeedsAttention", ({ at }) =>
            format("{} could not be undone after {}.", at("$.stuck.Error"), at("$.problem.Error")),
          ),
    },
  )
  .mapSelected(
    "SettleInventory",
    "$.lines",
    ({ at, item, index }) => heldLine(at("$.orderId"), item, index),
    (w) =>
      w
        .task("SettleLine", ({ at }) => settleLine({ sku: at("$.sku"), hold: at("$.hold") }), write)
        .succeed("LineSettled", "$.sku"),
    { resultPath: null, catch: { [errors.any]: (w) => w } },
  )
  .succeed("Dispatched", "$.shipment");
