import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { render, statements } from "../asl/index.js";
import { smoothies } from "../asl/workflows/smoothies.js";
import { Alarms } from "./constructs/alarms.js";
import { DevicePolicy, THING } from "./constructs/device-policy.js";
import { EventRule, executionsEnded } from "./constructs/event-rule.js";
import { EventSource } from "./constructs/event-source.js";
import { HandlerFunction } from "./constructs/function.js";
import { HttpApi } from "./constructs/http-api.js";
import { Queue } from "./constructs/queue.js";
import { Site } from "./constructs/site.js";
import { StateMachine } from "./constructs/state-machine.js";
import { SystemStack, type SystemStackSettings } from "./constructs/system-stack.js";
import { Table } from "./constructs/table.js";
import { TopicRule } from "./constructs/topic-rule.js";
import { alarmEmailVariable } from "./constructs/variables.js";
import { allowWildcard } from "./constructs/wildcards.js";

/** The index that finds robots by what they do, without a scan. */
const BY_STATUS = { name: "by-status", env: "ROBOTS_INDEX" };

/**
 * What a robot says, by topic, and what of it the function hears. Fields are named one by one: with `*` a payload could
 * bring a `robotId` of its own.
 */
const ROBOT_WORDS = {
  success: "jobId",
  failure: "jobId, error, cause",
  heartbeat: "jobId",
  status: "status, session",
} as const;

/** What the parts of the stack share. */
interface Parts {
  readonly orders: Table;
  readonly robots: Table;
  readonly incoming: Queue;
  readonly deadWords: Queue;
  readonly deadEvents: Queue;
  readonly machine: StateMachine;
}

/**
 * Smoothies: a page and an API behind one distribution. The API puts orders into a queue, a state machine gives each to a
 * free robot on the other end of MQTT and waits for its word, and what robots and order buttons say comes in by topic rules.
 */
export class Smoothies extends SystemStack {
  constructor(scope: Construct, settings: SystemStackSettings) {
    super(scope, "smoothies", settings);
    const alarms = new Alarms(this, "alarms", { email: alarmEmailVariable(this, "orders fail").stringValue });

    const orders = new Table(this, "orders", { hashKey: "orderId" });
    const buttons = new Table(this, "buttons", { hashKey: "buttonId" });
    const robots = new Table(this, "robots", {
      hashKey: "robotId",
      indexes: [
        {
          name: BY_STATUS.name,
          hashKey: "status",
          rangeKey: "statusSince",
          holds: ["jobId", "orderId", "smoothie", "jobExpiresAt"],
        },
      ],
    });
    const deadOrders = new Queue(this, "dead-orders");
    const deadWords = new Queue(this, "dead-words");
    const deadEvents = new Queue(this, "dead-events");
    for (const queue of [deadOrders, deadWords, deadEvents]) alarms.watchDeadLetters(queue);
    // Received and left where it is as long as no robot is free, so it may be received often.
    const incoming = new Queue(this, "incoming", {
      part: "orders",
      visibilityTimeout: 120,
      deadLetters: { queue: deadOrders, maxReceives: 1000 },
    });

    const claimRobot = new HandlerFunction(this, "claim-robot", { description: "Claims a free robot.", timeout: 15 });
    const sendOrder = new HandlerFunction(this, "send-order", {
      description: "Sends an order to a robot.",
      timeout: 15,
    });
    robots.grantTo(claimRobot, { env: "ROBOTS_TABLE", actions: ["UpdateItem"], index: BY_STATUS });
    robots.grantTo(sendOrder, { env: "ROBOTS_TABLE", actions: ["UpdateItem"] });
    sendOrder.allow(allowWildcard("robotOrders", this.arn("iot", "")));

    const bindings = {
      lambda: (name: string) => this.arn("lambda", `function:${this.named(name)}`),
      table: (name: string) => ({ arn: this.arn("dynamodb", `table/${this.named(name)}`), name: this.named(name) }),
    };
    const machine = new StateMachine(this, "workflow", {
      definition: render(smoothies, bindings),
      statements: statements(smoothies, bindings),
      after: [claimRobot.resource, sendOrder.resource, orders.resource, robots.resource, buttons.resource],
    });
    alarms.watchMachine(machine);

    const startOrders = new HandlerFunction(this, "start-orders", {
      description: "Starts the workflow for as many orders as robots are free.",
      timeout: 20,
    });
    robots.grantTo(startOrders, { env: "ROBOTS_TABLE", index: BY_STATUS });
    incoming.grantTo(startOrders, { env: "ORDERS_QUEUE_URL", actions: ["ChangeMessageVisibility"] });
    deadOrders.grantTo(startOrders, { env: "DEAD_ORDERS_QUEUE_URL", actions: ["SendMessage"] });
    machine.grantTo(startOrders, { env: "STATE_MACHINE_ARN", actions: ["StartExecution"] });
    new EventSource(this, "orders-to-start", {
      queue: incoming,
      handler: startOrders,
      batchSize: 10,
      maxConcurrency: 2,
    });

    this.#hearDevices({ machine, robots, deadWords });
    this.#settleOrders({ machine, orders, robots, deadEvents });
    const api = this.#serveApi({ orders, robots, incoming });

    const site = new Site(this, "site", { api });
    new TerraformOutput(this, "site_url", { value: site.url, description: "The page." });
    new TerraformOutput(this, "api_url", {
      value: api.url,
      description: "The API, without the distribution before it.",
    });
    new TerraformOutput(this, "state_machine_arn", { value: machine.alias.arn, description: "What to start." });
  }

  /** Topic rules for what robots and buttons say, and what these devices may do. */
  #hearDevices({ machine, robots, deadWords }: Pick<Parts, "machine" | "robots" | "deadWords">): void {
    const robotWord = new HandlerFunction(this, "robot-word", {
      description: "Takes a robot's word: answers the workflow, or notes the robot's status.",
      timeout: 15,
    });
    robots.grantTo(robotWord, { env: "ROBOTS_TABLE", actions: ["GetItem", "UpdateItem"] });
    machine.grantTaskResponse(robotWord);
    robotWord.sendFailuresTo(deadWords);
    for (const [word, fields] of Object.entries(ROBOT_WORDS)) {
      new TopicRule(this, `robot-${word}`, {
        description: `Hands a robot's ${word} to the function robot-word.`,
        sql: `SELECT '${word}' AS word, topic(2) AS robotId, timestamp() AS at, ${fields} FROM 'robots/+/${word}'`,
        target: robotWord,
        deadLetters: deadWords,
      });
    }
    new TopicRule(this, "button-pressed", {
      description: "Starts the workflow for a pressed order button.",
      sql: "SELECT 1 AS version, 'button' AS source, topic(2) AS buttonId, pressId FROM 'buttons/+/pressed' WHERE pressId <> ''",
      target: machine,
      deadLetters: deadWords,
    });
    new DevicePolicy(this, "robots-devices", {
      part: "robots",
      description: "Robots that blend smoothies.",
      publishes: Object.keys(ROBOT_WORDS).map((word) => `robots/${THING}/${word}`),
      receives: [`robots/${THING}/order`],
    });
    new DevicePolicy(this, "buttons-devices", {
      part: "buttons",
      description: "Order buttons.",
      publishes: [`buttons/${THING}/pressed`],
    });
  }

  /** Frees the robot and marks the order of an execution that ended without serving it. */
  #settleOrders({
    machine,
    orders,
    robots,
    deadEvents,
  }: Pick<Parts, "machine" | "orders" | "robots" | "deadEvents">): void {
    const settleOrder = new HandlerFunction(this, "settle-order", {
      description: "Frees the robot and marks the order of an execution that failed.",
      timeout: 15,
    });
    orders.grantTo(settleOrder, { env: "ORDERS_TABLE", actions: ["GetItem", "UpdateItem"] });
    robots.grantTo(settleOrder, { env: "ROBOTS_TABLE", actions: ["UpdateItem"], index: BY_STATUS });
    settleOrder.sendFailuresTo(deadEvents);
    new EventRule(this, "order-ended", {
      description: "Hands executions that failed, timed out or were stopped to the function settle-order.",
      on: executionsEnded(machine, ["FAILED", "TIMED_OUT", "ABORTED"]),
      target: settleOrder,
      deadLetters: deadEvents,
    });
  }

  #serveApi({ orders, robots, incoming }: Pick<Parts, "orders" | "robots" | "incoming">): HttpApi {
    const handler = new HandlerFunction(this, "api", {
      description: "Takes orders, and shows them and the kitchen.",
      timeout: 10,
      memory: 512,
    });
    orders.grantTo(handler, { env: "ORDERS_TABLE", actions: ["PutItem", "GetItem"] });
    robots.grantTo(handler, { env: "ROBOTS_TABLE", index: BY_STATUS });
    incoming.grantTo(handler, { env: "ORDERS_QUEUE_URL", actions: ["SendMessage", "GetQueueAttributes"] });
    return new HttpApi(this, "http-api", {
      description: "Takes orders, and shows them and the kitchen.",
      routes: { "POST /api/orders": handler, "GET /api/orders/{id}": handler, "GET /api/kitchen": handler },
      throttle: { requestsPerSecond: 50, burst: 250 },
    });
  }
}
