import type { Meter } from "./prices.js";

/** What one call of a function uses, besides its own request and time. */
export interface FunctionUse {
  /** In MB, as the stack sets it. */
  readonly memory: number;
  readonly uses?: Partial<Record<Meter, number>>;
  /** What of it a reader would question. */
  readonly because?: string;
}

const plain: FunctionUse = { memory: 256 };
/** `doOnce`: the effect begins, and is done. */
const once: FunctionUse = { memory: 256, uses: { write: 2 } };

/**
 * Every function that a typical run calls, by system and name. Memory is compared with the stacks by a test; the rest was counted by
 * reading the handler, on the path where nothing goes wrong.
 */
export const functions: Readonly<Record<string, Readonly<Record<string, FunctionUse>>>> = {
  hello: { nice: plain },
  "pet-reminders": {
    api: { memory: 512 },
    "email-reminder": { memory: 256, uses: { write: 2, email: 1 }, because: "marker set, marker confirmed" },
    "sms-reminder": { memory: 256, uses: { write: 2 }, because: "marker set, marker confirmed" },
  },
  smoothies: {
    api: { memory: 512 },
    "start-orders": { memory: 256, uses: { read: 1 }, because: "two queries of the index, half a unit each" },
    "claim-robot": {
      ...{ memory: 256, uses: { read: 1, write: 3 } },
      because: "two queries of the index; a robot's row that changes its status changes the index twice",
    },
    "send-order": {
      ...{ memory: 256, uses: { write: 4, message: 1 } },
      because: "a row with a task token is over 1 KB: two units, and two in the index when the claim is lengthened",
    },
    "robot-word heartbeat": { memory: 256, uses: { read: 1 } },
    "robot-word success": {
      memory: 256,
      uses: { write: 4 },
      because: "the answer settled, the token dropped, two units each",
    },
  },
  orders: {
    checkout: { memory: 512 },
    "process-payment": once,
    "check-fraud": plain,
    "book-shipping": once,
    "email-customer": { memory: 256, uses: { write: 2, email: 1 } },
    "refund-payment": once,
  },
};
