import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { render, statements } from "../asl/index.js";
import { hello } from "../asl/workflows/hello.js";
import { Alarms } from "./constructs/alarms.js";
import { EventRule } from "./constructs/event-rule.js";
import { HandlerFunction } from "./constructs/function.js";
import { HttpApi } from "./constructs/http-api.js";
import { Queue } from "./constructs/queue.js";
import { runSync } from "./constructs/service-integrations.js";
import { StateMachine } from "./constructs/state-machine.js";
import { SystemStack, type SystemStackSettings } from "./constructs/system-stack.js";
import { alarmEmailVariable, matches, textVariable } from "./constructs/variables.js";

/** Hello: an API that runs an Express workflow and answers with its result, and a schedule that is off until asked for. */
export class Hello extends SystemStack {
  constructor(scope: Construct, settings: SystemStackSettings) {
    super(scope, "hello", settings);
    const schedule = textVariable(this, "hello_schedule", {
      description: "Whether the workflow runs every hour by itself, too: ENABLED or DISABLED.",
      default: "DISABLED",
      rules: [matches("hello_schedule", "^(ENABLED|DISABLED)$", "hello_schedule must be ENABLED or DISABLED.")],
    });

    const nice = new HandlerFunction(this, "nice", {
      description: "Says something nice after a greeting.",
      timeout: 5,
    });
    const bindings = { lambda: (name: string) => this.arn("lambda", `function:${this.named(name)}`) };
    const machine = new StateMachine(this, "workflow", {
      type: "EXPRESS",
      definition: render(hello, bindings),
      statements: statements(hello, bindings),
      after: [nice.resource],
    });

    const api = new HttpApi(this, "http-api", {
      description: "Greets.",
      routes: { "POST /api/hello": runSync(machine) },
      throttle: { requestsPerSecond: 10, burst: 20 },
    });
    const deadLetters = new Queue(this, "dead-hellos");
    new EventRule(this, "hourly", {
      description: "Says hello every hour, when it is on.",
      on: { schedule: "rate(1 hour)" },
      target: machine,
      input: { name: "world" },
      deadLetters,
      state: schedule.stringValue,
    });

    const alarms = new Alarms(this, "alarms", { email: alarmEmailVariable(this, "a hello fails").stringValue });
    alarms.watchMachine(machine);
    alarms.watchDeadLetters(deadLetters);

    new TerraformOutput(this, "api_url", { value: api.url, description: "The API." });
    new TerraformOutput(this, "try_it", {
      value: `curl -d '{"name": "Ada"}' ${api.url}/api/hello`,
      description: "A command that tries it.",
    });
    new TerraformOutput(this, "state_machine_arn", {
      value: machine.alias.arn,
      description: "What to start: the alias of the state machine.",
    });
  }
}
