import { SesEmailIdentity } from "@cdktf/provider-aws/lib/ses-email-identity/index.js";
import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { type Bindings, type FinishedWorkflow, render, statements } from "../asl/index.js";
import { notifyCustomer } from "../asl/workflows/notify-customer.js";
import { orders } from "../asl/workflows/orders.js";
import { Activity } from "./constructs/activity.js";
import { Alarms } from "./constructs/alarms.js";
import { EventRule } from "./constructs/event-rule.js";
import { HandlerFunction } from "./constructs/function.js";
import { HttpApi } from "./constructs/http-api.js";
import { Queue } from "./constructs/queue.js";
import { StateMachine } from "./constructs/state-machine.js";
import { SystemStack, type SystemStackSettings } from "./constructs/system-stack.js";
import { Table } from "./constructs/table.js";
import { Topic } from "./constructs/topic.js";
import { allowWildcard } from "./constructs/wildcards.js";
import { type OrdersVariables, ordersVariables } from "./orders-variables.js";

/** The steps that note what they have done for an order; without that they could not be repeated. */
const STEPS_ONCE = ["process-payment", "refund-payment", "book-shipping", "cancel-shipping", "email-customer"];

/** An order that goes well. Without an id, so that each time it is another one. */
const SAMPLE_ORDER = JSON.stringify({
  customer: { name: "Ada", email: "ada@example.com" },
  shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
  lines: [{ sku: "mug", quantity: 2 }],
  card: "4242424242424242",
});

/**
 * Orders: an API and an event start a state machine that takes an order from its payment to its dispatch, or undoes it. Its functions are
 * those that the workflows name, so that a new step of a workflow is a new file in `handlers/orders` and nothing here.
 */
export class Orders extends SystemStack {
  readonly #variables: OrdersVariables;
  readonly #steps = new Map<string, HandlerFunction>();

  constructor(scope: Construct, settings: SystemStackSettings) {
    super(scope, "orders", settings);
    this.#variables = ordersVariables(this);
    const alarms = new Alarms(this, "alarms", { email: this.#variables.alarmEmail });
    new SesEmailIdentity(this, "sender-identity", { email: this.#variables.sender });

    const rows = new Table(this, "orders", { hashKey: "orderId" });
    const stock = new Table(this, "stock", { hashKey: "sku" });
    const effects = new Table(this, "effects");
    const deadLetters = new Queue(this, "dead-letters");
    const warehouse = new Queue(this, "warehouse", { deadLetters: { queue: deadLetters, maxReceives: 5 } });
    const undelivered = new Queue(this, "undelivered");
    const deadEvents = new Queue(this, "dead-events");
    for (const queue of [deadLetters, undelivered, deadEvents]) alarms.watchDeadLetters(queue);
    const attention = new Topic(this, "attention");
    const dispatched = new Topic(this, "dispatched");
    for (const topic of [attention, dispatched]) {
      topic.subscribeEmail(`${topic.node.id}-email`, this.#variables.alarmEmail, { deadLetters: undelivered });
    }
    const pickAndPack = new Activity(this, "pick-and-pack");

    const bindings: Bindings = {
      lambda: (name) => this.#step(name).arn,
      table: (name) => ({ arn: this.arn("dynamodb", `table/${this.named(name)}`), name: this.named(name) }),
      queue: () => warehouse.binding,
      topic: (name) => this.arn("sns", this.named(name)),
      activity: () => pickAndPack.arn,
      stateMachine: (name) => this.arn("states", `stateMachine:${this.named(name)}`),
      account: { partition: this.partition, region: this.region, accountId: this.account },
    };
    const nested = this.#machine("notify-customer", notifyCustomer, bindings, []);
    const machine = this.#machine("workflow", orders, bindings, [
      nested.resource,
      rows.resource,
      stock.resource,
      attention.resource,
      dispatched.resource,
      pickAndPack.resource,
    ]);
    alarms.watchMachine(machine);
    alarms.watchMachine(nested);
    this.#allowSteps(effects);

    new EventRule(this, "order-placed", {
      description: "Starts the workflow for an order that another system has taken.",
      on: { pattern: { source: ["shop"], "detail-type": ["OrderPlaced"] } },
      target: machine,
      inputPath: "$.detail",
      deadLetters: deadEvents,
    });
    const api = this.#serveApi(machine, rows);

    new TerraformOutput(this, "api_url", { value: api.url, description: "The API." });
    new TerraformOutput(this, "try_it", {
      value: `curl -H 'content-type: application/json' -d '${SAMPLE_ORDER}' ${api.url}/api/checkout`,
      description: "A command that orders two mugs.",
    });
    new TerraformOutput(this, "state_machine_arn", { value: machine.alias.arn, description: "What to start." });
    new TerraformOutput(this, "activity_arn", { value: pickAndPack.arn, description: "What warehouse workers poll." });
  }

  #machine(id: string, workflow: FinishedWorkflow, bindings: Bindings, after: readonly ITerraformDependable[]) {
    const definition = render(workflow, bindings);
    const steps = [...this.#steps.values()].map(({ resource }) => resource);
    return new StateMachine(this, id, {
      definition,
      statements: statements(workflow, bindings),
      after: [...steps, ...after],
    });
  }

  /** The function of a step, made when a workflow first names it. */
  #step(name: string): HandlerFunction {
    const made = this.#steps.get(name);
    if (made) return made;
    const step = new HandlerFunction(this, name, { description: `The step ${name} of an order.`, timeout: 20 });
    this.#steps.set(name, step);
    return step;
  }

  #allowSteps(effects: Table): void {
    for (const name of STEPS_ONCE) {
      effects.grantTo(this.#step(name), { env: "EFFECTS_TABLE", actions: ["GetItem", "UpdateItem"] });
    }
    const email = this.#step("email-customer");
    this.#allowRecipients(email);
    email.setEnvironment("SENDER", this.#variables.sender);
    email.allow({
      ...allowWildcard("emailIdentities", this.arn("ses", "")),
      conditions: { StringEquals: { "ses:FromAddress": this.#variables.sender } },
    });
  }

  #allowRecipients(fn: HandlerFunction): void {
    fn.setEnvironment("STAGE", this.stage);
    fn.setEnvironment("ALLOWED_RECIPIENTS", this.#variables.allowedRecipients);
  }

  #serveApi(machine: StateMachine, rows: Table): HttpApi {
    const description = "Takes orders, and shows them.";
    const handler = new HandlerFunction(this, "checkout", { description, timeout: 10, memory: 512 });
    this.#allowRecipients(handler);
    rows.grantTo(handler, { env: "ORDERS_TABLE", actions: ["GetItem"] });
    machine.grantTo(handler, { env: "STATE_MACHINE_ARN", actions: ["StartExecution", "DescribeExecution"] });
    return new HttpApi(this, "http-api", {
      description,
      routes: { "POST /api/checkout": handler, "GET /api/orders/{id}": handler },
      throttle: { requestsPerSecond: 10, burst: 20 },
    });
  }
}
