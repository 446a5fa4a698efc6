import type { Release } from "../constructs/releases.js";
import hello from "./hello.json" with { type: "json" };
import orders from "./orders.json" with { type: "json" };
import petReminders from "./pet-reminders.json" with { type: "json" };
import smoothies from "./smoothies.json" with { type: "json" };

/**
 * The releases of each system that may still have executions running, oldest first. `npm run release` writes them: one is
 * added when a state machine is deployed, and dropped 366 days after the next one, until which it starts executions.
 */
export const releases: Readonly<Record<string, readonly Release[]>> = {
  hello,
  orders,
  "pet-reminders": petReminders,
  smoothies,
};
