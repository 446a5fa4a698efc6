import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { RenderedDefinition } from "../../asl/index.js";
import type { HandlerFunction } from "./function.js";
import { Role, type Statement } from "./iam.js";
import { logGroup } from "./log-group.js";
import { SystemStack } from "./system-stack.js";
import { jsonTemplate } from "./terraform-text.js";
import { allowWildcard } from "./wildcards.js";

/** Settings of a `StateMachine`. */
export interface StateMachineSettings {
  /** The rendered workflow, with references to this stack where it names resources. */
  readonly definition: RenderedDefinition;
  /** What the workflow's tasks need, derived from the workflow itself. */
  readonly statements: readonly Statement[];
  /** What the workflow calls by its ARN, a text that does not tell Terraform the order. */
  readonly after: readonly ITerraformDependable[];
}

/** What a function gets of a state machine. */
export interface StateMachineGrant {
  /** The environment variable that holds the machine's ARN. */
  readonly env: string;
  readonly actions: readonly (keyof typeof grantedOn)[];
}

/** Whether IAM wants the machine's ARN or an execution's. Source: service authorization reference, "AWS Step Functions". */
const grantedOn = {
  StartExecution: "machine",
  DescribeExecution: "execution",
  StopExecution: "execution",
} as const;

/**
 * A Standard state machine, traced, that logs errors without the execution's data (recipients and messages are in it).
 *
 * @example `machine.grantTo(api, { env: "STATE_MACHINE_ARN", actions: ["StartExecution"] })`
 */
export class StateMachine extends Construct {
  readonly name: string;
  readonly resource: SfnStateMachine;

  constructor(scope: Construct, id: string, settings: StateMachineSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    this.name = stack.named(id);
    const logs = logGroup(this, "logs", `/aws/vendedlogs/states/${this.name}`);
    const role = new Role(this, "role", {
      name: this.name,
      service: "states.amazonaws.com",
      // Source: Step Functions developer guide, "Prevent cross-service confused deputy issue", which gives this pattern.
      conditions: {
        StringEquals: { "aws:SourceAccount": stack.account },
        ArnLike: { "aws:SourceArn": stack.arn("states", "stateMachine:*") },
      },
    });
    role.allow(...settings.statements, allowWildcard("logDelivery"), allowWildcard("tracing"));
    this.resource = new SfnStateMachine(this, "resource", {
      name: this.name,
      type: "STANDARD",
      roleArn: role.arn,
      definition: jsonTemplate(settings.definition),
      loggingConfiguration: { level: "ERROR", includeExecutionData: false, logDestination: `${logs.arn}:*` },
      tracingConfiguration: { enabled: true },
      // Step Functions checks the role's log permissions when it creates the machine.
      dependsOn: [role.policy, ...settings.after],
    });
  }

  /** Tells a function the machine's ARN and lets it do these actions on the machine and its executions. */
  grantTo(fn: HandlerFunction, { env, actions }: StateMachineGrant): void {
    fn.setEnvironment(env, this.resource.arn);
    const on = (kind: "machine" | "execution") =>
      actions.filter((action) => grantedOn[action] === kind).map((action) => `states:${action}`);
    const onMachine = on("machine");
    const onExecutions = on("execution");
    if (onMachine.length > 0) fn.allow({ actions: onMachine, resources: [this.resource.arn] });
    if (onExecutions.length > 0) {
      const executions = SystemStack.around(this).arn("states", `execution:${this.name}`);
      fn.allow(allowWildcard("executions", executions, onExecutions));
    }
  }
}
