import type { BusEvent, LocalContext, ServiceEvents } from "./service.js";

/** Makes the {@link ServiceEvents} of one runtime. */
export function createServiceEvents(
  context: Pick<LocalContext, "clock" | "uuid" | "region" | "accountId">,
): ServiceEvents {
  const listeners: ((event: BusEvent) => void)[] = [];
  return {
    publish(event) {
      const time = `${new Date(context.clock.now()).toISOString().slice(0, 19)}Z`;
      const { accountId: account, region } = context;
      const whole: BusEvent = { version: "0", id: context.uuid(), account, time, region, ...event };
      for (const listener of listeners) listener(whole);
    },
    subscribe: (listener) => {
      listeners.push(listener);
    },
  };
}
