import stringify from "json-stringify-pretty-compact";
import { type Bindings, type FinishedWorkflow, render } from "../../asl/index.js";
import { hello } from "../../asl/workflows/hello.js";
import { notifyCustomer } from "../../asl/workflows/notify-customer.js";
import { orders } from "../../asl/workflows/orders.js";
import { petReminders } from "../../asl/workflows/pet-reminders.js";
import { smoothies } from "../../asl/workflows/smoothies.js";

/** The workflows whose ASL is checked in, by their names: a system's first one is called as the system. */
export const workflows: Readonly<Record<string, FinishedWorkflow>> = {
  hello,
  "notify-customer": notifyCustomer,
  orders,
  "pet-reminders": petReminders,
  smoothies,
};

/** The system of each workflow that is not its system's first one. */
const systemOf = new Map([["notify-customer", "orders"]]);

/** The golden file of each workflow: where it stands and what it must hold, with plain names in place of ARNs. */
export function goldenFiles(): readonly { readonly path: string; readonly text: string }[] {
  return Object.entries(workflows).map(([workflow, written]) => {
    const definition = render(written, plainBindings(systemOf.get(workflow) ?? workflow));
    return {
      path: `test/asl/workflows/golden/${workflow}.asl.json`,
      text: `${stringify(definition, { maxLength: 120 })}\n`,
    };
  });
}

/** ARNs, names and URLs as the stage `dev` of a system would have them in some account. */
export function plainBindings(system: string): Bindings {
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
  const named = (part: string) => `${system}-dev-${part}`;
  return {
    lambda: (part) => arn("lambda", `function:${named(part)}`),
    table: (part) => ({ arn: arn("dynamodb", `table/${named(part)}`), name: named(part) }),
    queue: (part) => ({
      arn: arn("sqs", named(part)),
      url: `https://sqs.eu-west-1.amazonaws.com/123456789012/${named(part)}`,
    }),
    topic: (part) => arn("sns", named(part)),
    activity: (part) => arn("states", `activity:${named(part)}`),
    stateMachine: (part) => arn("states", `stateMachine:${named(part)}`),
    account: { partition: "aws", region: "eu-west-1", accountId: "123456789012" },
  };
}
