import { describe, expect, test } from "vitest";
import { type Ending, endingOf, problemsOf } from "./orders-model/judge.js";
import { simulate } from "./orders-model/simulate.js";
import { definition } from "./orders-world.js";

const count = 1000;

describe("whatever fails, and when", () => {
  test.each([1, 2, 3, 4, 5])("money and stock are right and everybody has an answer (seed %i)", async (seed) => {
    const simulation = await simulate(definition, { seed, count });
    expect(problemsOf(simulation)).toEqual([]);
    const endings = new Map<Ending, number>();
    for (const execution of simulation.orders.flatMap(({ executions }) => executions)) {
      const end = endingOf(execution);
      endings.set(end, (endings.get(end) ?? 0) + 1);
    }
    console.log(`seed ${seed}: ${[...endings].map(([end, times]) => `${times} ${end}`).join(", ")}`);
    // Now and then even that call fails for good; the failed execution is what alarms then.
    expect(simulation.shop.needAttention.size).toBeGreaterThan((endings.get("needs attention") ?? 0) * 0.9);
    // Without these the property would say little.
    for (const end of ["dispatched", "declined", "failed", "needs attention", "taken"] as const) {
      expect(endings.get(end) ?? 0, end).toBeGreaterThan(5);
    }
  });
});

/** The definition with one text of its JSON replaced. */
function flipped(from: string, to: string): unknown {
  const text = JSON.stringify(definition);
  const parts = text.split(from);
  if (parts.length < 2) throw new Error(`The definition has no ${from}.`);
  return JSON.parse(parts.join(to));
}

const cancelShipping = /"CancelShipping":\{.*?"Next":"ReleaseInventory"\}/.exec(JSON.stringify(definition))?.[0] ?? "";
const bookShipping = /"BookShipping":\{.*?"Next":"Dispatch"\}/.exec(JSON.stringify(definition))?.[0] ?? "";
const parallel =
  /"Dispatch":\{"Type":"Parallel".*?"Next":"NotifyCustomer"\}/.exec(JSON.stringify(definition))?.[0] ?? "";
const swap = (state: string, from: string, to: string) => [state, state.replaceAll(from, to)] as const;

describe("a bug in the compensation breaks the property", () => {
  test.each<readonly [string, readonly [string, string]]>([
    [
      "stock is not released after shipping",
      swap(cancelShipping, '"Next":"ReleaseInventory"', '"Next":"RefundPayment"'),
    ],
    [
      "the shipment is not cancelled when it may have been booked",
      swap(bookShipping, "CancelShipping", "ReleaseInventory"),
    ],
    [
      "nothing is undone but the customer's patience",
      swap(parallel, '"Next":"CancelShipping"', '"Next":"TellCustomer"'),
    ],
    [
      "what a worker says ends the execution",
      ['"parcel.$":"$.parcel"', '"parcel":{"weightGrams.$":"$.parcel.weightGrams"}'],
    ],
    ["a repeated reservation takes twice", ["available - if_not_exists(#hold, :quantity)", "available - :quantity"]],
    ["a repeated release gives twice", ['"ConditionExpression":"attribute_exists(#hold)",', ""]],
    [
      "two executions may have an order",
      ["attribute_not_exists(orderId) OR executionArn = :me", "attribute_not_exists(nothing)"],
    ],
  ])("%s", async (_bug, [from, to]) => {
    expect(problemsOf(await simulate(flipped(from, to), { seed: 1, count }))).not.toEqual([]);
  });
});
