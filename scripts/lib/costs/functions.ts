import type { Meter } from "./prices.js";

/** What one call of a function uses, besides its own request and time. */
export interface FunctionUse {
  /** In MB, as the stack sets it. */
  readonly memory: number;
  /** The API calls that are paid for, by service and action: a test compares them with a run on this machine. */
  readonly calls?: Readonly<Record<string, number>>;
  /** In the units that are paid for. */
  readonly uses?: Partial<Record<Meter, number>>;
  /** What of it a reader would question. */
  readonly because?: string;
}

/** What a function uses that is not named below: its own request and time. */
const PLAIN: FunctionUse = { memory: 256 };
/** `doOnce`: the effect begins, and is done. */
const once: FunctionUse = { memory: 256, calls: { "dynamodb:UpdateItem": 2 }, uses: { write: 2 } };
/** The marker is set, and confirmed. */
const marked = { "dynamodb:PutItem": 1, "dynamodb:UpdateItem": 1 };

/**
 * The functions of a typical run that use more than a request and time, or another memory than 256 MB, by system and name, on the path where
 * nothing goes wrong. Memory is compared with the stacks by a test, and the calls with what the functions do on this machine; what units these are is DynamoDB's rule, applied by hand.
 */
export const functions: Readonly<Record<string, Readonly<Record<string, FunctionUse>>>> = {
  "pet-reminders": {
    api: { memory: 512 },
    "email-reminder": { memory: 256, calls: { ...marked, "ses:SendEmail": 1 }, uses: { write: 2, email: 1 } },
    "sms-reminder": {
      ...{ memory: 256, calls: { ...marked, "sns:Publish": 1 }, uses: { write: 2 } },
      because: "the SMS itself: see above",
    },
  },
  smoothies: {
    api: { memory: 512 },
    "start-orders": { memory: 256, calls: { "dynamodb:Query": 2 }, uses: { read: 1 }, because: "half a unit each" },
    "claim-robot": {
      ...{ memory: 256, calls: { "dynamodb:Query": 2, "dynamodb:UpdateItem": 1 }, uses: { read: 1, write: 3 } },
      because: "a robot's row that changes its status changes the index twice",
    },
    "send-order": {
      ...{ memory: 256, calls: { "dynamodb:UpdateItem": 1, "iotdata:Publish": 1 }, uses: { write: 4, message: 1 } },
      because: "a row with a task token is over 1 KB: two units, and two in the index when the claim is lengthened",
    },
    "robot-word heartbeat": { memory: 256, calls: { "dynamodb:GetItem": 1 }, uses: { read: 1 } },
    "robot-word success": {
      ...{ memory: 256, calls: { "dynamodb:UpdateItem": 2 }, uses: { write: 4 } },
      because: "a row with a task token is over 1 KB",
    },
  },
  orders: {
    checkout: { memory: 512 },
    "process-payment": once,
    "book-shipping": once,
    "email-customer": {
      ...{ memory: 256, calls: { "dynamodb:UpdateItem": 2, "ses:SendEmail": 1 }, uses: { write: 2, email: 1 } },
    },
    "refund-payment": once,
  },
};

/** What a call of a function uses. A step that is added to a workflow and calls nothing that is paid for needs no line above. */
export function useOf(system: string, name: string): FunctionUse {
  return functions[system]?.[name] ?? PLAIN;
}
