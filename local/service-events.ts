import type { BusEvent, LocalContext, ServiceEvents } from "./service.js";

/**
 * An event as a bus carries it: with an id, where it comes from, and its time.
 *
 * @param atMs its time, in milliseconds since 1970
 */
export function busEvent(
  { uuid, accountId: account, region }: Pick<LocalContext, "uuid" | "region" | "accountId">,
  atMs: number,
  event: Parameters<ServiceEvents["publish"]>[0],
): BusEvent {
  return { version: "0", id: uuid(), account, time: `${new Date(atMs).toISOString().slice(0, 19)}Z`, region, ...event };
}

/** Makes the {@link ServiceEvents} of one runtime. */
export function createServiceEvents(
  context: Pick<LocalContext, "clock" | "uuid" | "region" | "accountId">,
): ServiceEvents {
  const listeners: ((event: BusEvent) => void)[] = [];
  return {
    publish(event) {
      const whole = busEvent(context, context.clock.now(), event);
      for (const listener of listeners) listener(whole);
    },
    subscribe: (listener) => {
      listeners.push(listener);
    },
  };
}
