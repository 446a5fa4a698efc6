import * as v from "valibot";
import type { Json } from "../../../../asl/index.js";
import { type TaskCall, TaskFailure } from "../../../../asl/interpreter/index.js";
import { simulatedCarrier } from "../../../../handlers/orders/carrier.js";
import { handler as checkFraud } from "../../../../handlers/orders/check-fraud.js";
import { doOnce, type Effect, type EffectStore } from "../../../../handlers/orders/effects.js";
import { addressSchema, cardSchema, type Order, orderSchema } from "../../../../handlers/orders/order.js";
import { pay, refund } from "../../../../handlers/orders/payment.js";
import { type ChargeResult, RefundRefused, simulatedPayments } from "../../../../handlers/orders/payment-provider.js";
import { book, cancel } from "../../../../handlers/orders/shipping.js";
import { Tables } from "./table.js";

/** What the outside world knows of the orders: the model that they are judged by. */
export class Shop {
  readonly tables = new Tables();
  /** What each order's card was charged and given back, in cents. */
  readonly charged = new Map<string, number>();
  readonly refunded = new Map<string, number>();
  readonly shipments = new Set<string>();
  /** Who was told what, and of which orders a person was told. */
  readonly told = new Map<string, string[]>();
  readonly needAttention = new Set<string>();
  readonly #effects = new Map<string, Effect>();

  /** Does what a task asks of a function or a service, and gives its answer. */
  async do(task: TaskCall): Promise<Json> {
    const { resource, parameters } = task;
    if (resource.endsWith(":lambda:invoke")) return { Payload: await this.#invoke(v.parse(invocation, parameters)) };
    if (resource.includes(":dynamodb:")) {
      this.tables.write(parameters);
      return {};
    }
    if (resource.endsWith(":sns:publish")) this.#publish(v.parse(publication, parameters));
    return { MessageId: "m-1" };
  }

  async #invoke({ FunctionName, Payload }: v.InferOutput<typeof invocation>): Promise<Json> {
    const name = FunctionName.slice(FunctionName.indexOf("orders-dev-") + "orders-dev-".length);
    const run = this.#functions.get(name);
    if (!run) throw new Error(`The model has no function ${name}.`);
    try {
      return JSON.parse(JSON.stringify(await run(Payload)));
    } catch (error) {
      if (error instanceof Error && error.constructor.name === "DefinedError") {
        throw new TaskFailure(error.name, error.message);
      }
      if (error instanceof v.ValiError) throw new TaskFailure("InvalidInput", "The event does not match the schema.");
      throw error;
    }
  }

  #publish({ TopicArn, Message }: v.InferOutput<typeof publication>): void {
    if (TopicArn.endsWith("-attention")) this.needAttention.add(Message.orderId);
  }

  readonly #store: EffectStore = {
    begin: async (key) => this.#effects.get(key) ?? this.#note(key, { state: "begun" }),
    finish: async (key, result) => {
      const { state } = this.#effects.get(key) ?? {};
      if (state !== "begun" && state !== "done") return false;
      this.#note(key, { state: "done", result });
      return true;
    },
    beginUndo: async (key) => {
      const before = this.#effects.get(key);
      if (before?.state !== "undone") this.#note(key, { ...before, state: "undoing" });
      return before;
    },
    finishUndo: async (key) => void this.#note(key, { ...this.#effects.get(key), state: "undone" }),
  };

  #note(key: string, effect: Effect): Effect {
    this.#effects.set(key, effect);
    return effect;
  }

  // As real providers do it: one charge and one refund a key. What the workflow asks for beyond that is not forgiven.
  readonly #payments = {
    store: this.#store,
    provider: {
      takeCard: simulatedPayments.takeCard,
      charge: async (charge: { key: string; token: string; amount: number }): Promise<ChargeResult> => {
        const result = await simulatedPayments.charge(charge);
        if (result.status === "charged") this.charged.set(charge.key, charge.amount);
        return result;
      },
      refund: async (charge: { key: string; token: string; amount: number }) => {
        if (charge.token === "tok_no_refund") throw new RefundRefused("No.");
        this.refunded.set(charge.key, this.charged.get(charge.key) ?? 0);
      },
    },
  };

  readonly #shipping = {
    store: this.#store,
    carrier: {
      book: async (parcel: Parameters<typeof simulatedCarrier.book>[0]) => {
        const shipment = await simulatedCarrier.book(parcel);
        this.shipments.add(parcel.orderId);
        return shipment;
      },
      cancel: async (orderId: string) => void this.shipments.delete(orderId),
    },
  };

  readonly #functions = new Map<string, (payload: unknown) => Promise<unknown>>([
    ["process-payment", async (payload) => pay(this.#payments, v.parse(orderSchema, payload))],
    ["refund-payment", async (payload) => refund(this.#payments, v.parse(payable, payload))],
    ["check-fraud", async (payload) => checkFraud(v.parse(purchase, payload))],
    [
      "book-shipping",
      async (payload) => {
        const { orderId, parcel, shipTo } = v.parse(bookingSchema, payload);
        return book(this.#shipping, { orderId, shipTo, weightGrams: parcel.weightGrams });
      },
    ],
    [
      "cancel-shipping",
      async (payload) => cancel(this.#shipping, v.parse(v.object({ orderId: v.string() }), payload).orderId),
    ],
    [
      "email-customer",
      async (payload) => {
        const { kind, orderId } = v.parse(v.object({ kind: v.string(), orderId: v.string() }), payload);
        const act = async () => {
          this.told.set(orderId, [...(this.told.get(orderId) ?? []), kind]);
          return { messageId: "e-1" };
        };
        const result = v.object({ messageId: v.string() });
        return doOnce({ store: this.#store, key: `${kind}-email#${orderId}`, result, act, reverse: async () => {} });
      },
    ],
  ]);
}

/** What an order's card has been charged and not been given back, in cents. */
export function netOf(shop: Shop, { orderId }: Order): number {
  return (shop.charged.get(orderId) ?? 0) - (shop.refunded.get(orderId) ?? 0);
}

const invocation = v.object({ FunctionName: v.string(), Payload: v.unknown() });
const publication = v.object({ TopicArn: v.string(), Message: v.object({ orderId: v.string() }) });
const payable = v.object({ orderId: v.string(), total: v.number(), card: cardSchema });
const purchase = v.object({ orderId: v.string(), total: v.number(), cardToken: v.string(), country: v.string() });
const bookingSchema = v.object({
  orderId: v.string(),
  parcel: v.object({ weightGrams: v.number() }),
  shipTo: addressSchema,
});
