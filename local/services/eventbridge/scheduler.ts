import type { BusEvent, LocalContext } from "../../service.js";
import { busEvent } from "../../service-events.js";
import type { Rule } from "./rule.js";

/** Fires rules at the times of their schedules. */
export interface Scheduler {
  /** Takes up a rule, or a change of its state. */
  update(rule: Rule): void;
  stop(): void;
}

/** Makes a {@link Scheduler} on the context's clock. A `rate` counts from the moment when its rule was enabled. */
export function createScheduler(context: LocalContext, fire: (rule: Rule, event: BusEvent) => void): Scheduler {
  const { clock } = context;
  const timers = new Map<Rule, () => void>();

  const arm = (rule: Rule, after: number): void => {
    const due = rule.schedule?.next(after);
    if (due === undefined) return;
    timers.set(
      rule,
      clock.setTimer(due, () => {
        arm(rule, due);
        const told = { "detail-type": "Scheduled Event", source: "aws.events", resources: [rule.arn], detail: {} };
        fire(rule, busEvent(context, due, told));
      }),
    );
  };

  return {
    update(rule) {
      const running = timers.get(rule);
      if (rule.enabled === (running !== undefined)) return;
      timers.delete(rule);
      if (running) running();
      else arm(rule, clock.now());
    },
    stop() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
