import { SesEmailIdentity } from "@cdktf/provider-aws/lib/ses-email-identity/index.js";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { render, statements } from "../asl/index.js";
import { petReminders } from "../asl/workflows/pet-reminders.js";
import { Alarms } from "./constructs/alarms.js";
import { HandlerFunction } from "./constructs/function.js";
import { HttpApi } from "./constructs/http-api.js";
import { Site } from "./constructs/site.js";
import { StateMachine } from "./constructs/state-machine.js";
import { SystemStack, type SystemStackSettings } from "./constructs/system-stack.js";
import { Table } from "./constructs/table.js";
import { allowWildcard, denyWildcard } from "./constructs/wildcards.js";
import { petRemindersVariables } from "./pet-reminders-variables.js";

/**
 * Pet reminders: a page and an API behind one distribution, a state machine that waits until a reminder is due, and the
 * functions that send it by e-mail and SMS, each at most once.
 */
export class PetReminders extends SystemStack {
  constructor(scope: Construct, settings: SystemStackSettings) {
    super(scope, "pet-reminders", settings);
    const variables = petRemindersVariables(this);

    new SesEmailIdentity(this, "sender-identity", { email: variables.sender });
    const markers = new Table(this, "send-markers", { expiresAt: "expiresAt" });

    const email = new HandlerFunction(this, "email-reminder", {
      description: "Sends one reminder by e-mail.",
      timeout: 20,
      environment: { SENDER: variables.sender },
    });
    email.allow({
      ...allowWildcard("emailIdentities", this.arn("ses", "")),
      conditions: { StringEquals: { "ses:FromAddress": variables.sender } },
    });
    const sms = new HandlerFunction(this, "sms-reminder", { description: "Sends one reminder by SMS.", timeout: 20 });
    sms.allow(allowWildcard("sms"), denyWildcard("topics", `arn:${this.partition}`));
    for (const sender of [email, sms]) {
      markers.grantTo(sender, {
        env: "SEND_MARKERS_TABLE",
        actions: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"],
      });
    }

    const bindings = { lambda: (name: string) => this.arn("lambda", `function:${this.named(name)}`) };
    const machine = new StateMachine(this, "workflow", {
      definition: render(petReminders, bindings),
      statements: statements(petReminders, bindings),
      after: [email.resource, sms.resource],
    });
    const alarms = new Alarms(this, "alarms", { email: variables.alarmEmail });
    alarms.watchMachine(machine);

    const handler = new HandlerFunction(this, "api", {
      description: "Schedules, shows and cancels reminders.",
      timeout: 10,
      memory: 512,
      environment: { STAGE: this.stage, ALLOWED_RECIPIENTS: variables.allowedRecipients },
    });
    machine.grantTo(handler, {
      env: "STATE_MACHINE_ARN",
      actions: ["StartExecution", "DescribeExecution", "StopExecution"],
    });
    const api = new HttpApi(this, "http-api", {
      description: "Schedules, shows and cancels reminders.",
      routes: {
        "POST /api/reminders": handler,
        "GET /api/reminders/{id}": handler,
        "DELETE /api/reminders/{id}": handler,
      },
      throttle: { requestsPerSecond: 10, burst: 20 },
    });
    const site = new Site(this, "site", { api });

    new TerraformOutput(this, "site_url", { value: site.url, description: "The page." });
    new TerraformOutput(this, "api_url", {
      value: api.url,
      description: "The API, without the distribution before it.",
    });
    new TerraformOutput(this, "state_machine_arn", { value: machine.resource.arn, description: "The state machine." });
  }
}
