import { roughDuration } from "../common/countdown.js";
import type { Tone } from "../common/tone.js";
import type { OrderState } from "./order.js";

/** An order's status as its card shows it. */
export interface OrderWords {
  readonly label: string;
  readonly tone: Tone;
  readonly sentence: string;
}

/**
 * An order's status in words.
 *
 * @param gaveUp the robot that had the order before and did not finish it, if the page has seen that
 */
export function orderWords(state: OrderState, gaveUp?: string): OrderWords {
  switch (state.status) {
    case "checking":
      return { label: "Checking", tone: "quiet", sentence: "Asking the kitchen about it…" };
    case "unknown":
      return { label: "Not found", tone: "quiet", sentence: "The kitchen does not know this order any more." };
    case "queued":
      return { label: "Queued", tone: "waiting", sentence: "In the queue. It starts as soon as a robot is free." };
    case "waiting":
      return {
        label: "Waiting for a robot",
        tone: "waiting",
        sentence:
          gaveUp === undefined
            ? "It is next. Looking for a robot."
            : `${gaveUp} did not finish it. Looking for another robot.`,
      };
    case "blending": {
      const robot = state.robotId ?? "A robot";
      const takesOver = gaveUp !== undefined && gaveUp !== state.robotId;
      const sentence = takesOver ? `${robot} has taken over from ${gaveUp}.` : `${robot} is blending it.`;
      return { label: "Blending", tone: "busy", sentence };
    }
    case "served": {
      const by = state.robotId === undefined ? "Made" : `Made by ${state.robotId}`;
      const time = roughDuration(Math.max(1000, state.updatedAt - state.createdAt));
      return { label: "Served", tone: "good", sentence: `${by} in ${time}. Enjoy!` };
    }
    case "failed":
      return { label: "Failed", tone: "bad", sentence: state.reason ?? "The kitchen has a problem." };
  }
}

/**
 * What an order is called.
 *
 * @example orderTitle(order); // "Mango for Ada"
 */
export function orderTitle(state: OrderState): string {
  if (!("smoothie" in state)) return "A smoothie";
  return state.customer === undefined ? state.smoothie : `${state.smoothie} for ${state.customer}`;
}
