import { SfnAlias } from "@cdktf/provider-aws/lib/sfn-alias/index.js";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { RenderedDefinition } from "../../asl/index.js";
import { encryptedWith, machineKeyStatements } from "./customer-key.js";
import type { HandlerFunction } from "./function.js";
import { Role, type Statement } from "./iam.js";
import { logGroup } from "./log-group.js";
import { liveStatements } from "./releases.js";
import { SystemStack } from "./system-stack.js";
import { jsonTemplate } from "./terraform-text.js";
import { allowWildcard } from "./wildcards.js";

/** Settings of a `StateMachine`. */
export interface StateMachineSettings {
  /** `STANDARD` unless said otherwise; it cannot be changed later without replacing the machine. */
  readonly type?: "STANDARD" | "EXPRESS";
  /** The rendered workflow, with references to this stack where it names resources. */
  readonly definition: RenderedDefinition;
  /** What the workflow's tasks need, derived from the workflow itself. The role keeps what releases still running need, too. */
  readonly statements: readonly Statement[];
  /** What the workflow calls by its ARN, a text that does not tell Terraform the order. */
  readonly after: readonly ITerraformDependable[];
}

/** What a function gets of a state machine. */
export interface StateMachineGrant {
  /** The environment variable that holds the ARN of the alias `live`: what to start. */
  readonly env: string;
  readonly actions: readonly (keyof typeof grantedOn)[];
}

/**
 * Whether IAM wants the machine's ARN or an execution's. What is started by an alias is asked for by the machine's own ARN.
 * Source: service authorization reference, "AWS Step Functions"; Step Functions developer guide, "Authorization for versions
 * and aliases".
 */
const grantedOn = {
  StartExecution: "machine",
  StartSyncExecution: "machine",
  ListExecutions: "machine",
  DescribeExecution: "execution",
  StopExecution: "execution",
} as const;

/** The alias that callers start. */
const ALIAS = "live";

/** Who answers a task by its token needs these, on the machine that waits. */
const TASK_RESPONSES = ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"];

/**
 * A state machine, traced, that publishes a version with each change and is started by its alias `live`.
 *
 * A Standard machine logs errors without the execution's data (recipients and messages are in it). An Express one has no
 * history but its log, so it logs every event, without the data too.
 *
 * Terraform moves the alias to a new version all at once. In a stack with `shiftsInSteps` it leaves the alias' routing alone
 * once that exists, and `npm run shift-alias` moves it. (An `ignore_changes` must be a literal, so it is decided at synthesis.)
 *
 * @example
 * ```ts
 * machine.grantTo(api, { env: "STATE_MACHINE_ARN", actions: ["StartExecution"] });
 * machine.grantTaskResponse(robotWord);
 * ```
 */
export class StateMachine extends Construct {
  readonly name: string;
  /** Built from the name, so it is known when Terraform plans. */
  readonly arn: string;
  readonly resource: SfnStateMachine;
  readonly alias: SfnAlias;
  /** What today's workflow needs, without what older releases do. */
  readonly ownStatements: readonly Statement[];

  constructor(scope: Construct, id: string, settings: StateMachineSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const type = settings.type ?? "STANDARD";
    this.name = stack.named(id);
    this.arn = stack.arn("states", `stateMachine:${this.name}`);
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
    this.ownStatements = settings.statements;
    role.allow(...liveStatements(id, settings.statements, stack.releases, stack));
    role.allow(allowWildcard("logDelivery"), allowWildcard("tracing"));
    if (stack.customerKey) {
      const activities = activitiesOf(settings.definition);
      role.allow(...machineKeyStatements(stack.customerKey, this.arn, stack.arn("logs", "*"), activities));
    }
    this.resource = new SfnStateMachine(this, "resource", {
      name: this.name,
      type,
      roleArn: role.arn,
      definition: jsonTemplate(settings.definition),
      publish: true,
      loggingConfiguration: {
        level: type === "EXPRESS" ? "ALL" : "ERROR",
        includeExecutionData: false,
        logDestination: `${logs.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      ...(stack.customerKey && { encryptionConfiguration: encryptedWith(stack.customerKey) }),
      // Executions of a Standard machine run for up to a year; deleting it ends them.
      ...(type === "STANDARD" && stack.keepsData && { lifecycle: { preventDestroy: true } }),
      // Step Functions checks the role's log permissions when it creates the machine.
      dependsOn: [role.policy, ...settings.after],
    });
    this.alias = new SfnAlias(this, ALIAS, {
      name: ALIAS,
      routingConfiguration: [{ stateMachineVersionArn: this.resource.stateMachineVersionArn, weight: 100 }],
      ...(stack.shiftsInSteps && { lifecycle: { ignoreChanges: ["routing_configuration"] } }),
    });
  }

  /** Tells a function the ARN to start and lets it do these actions on the machine and its executions. */
  grantTo(fn: HandlerFunction, { env, actions }: StateMachineGrant): void {
    fn.setEnvironment(env, this.alias.arn);
    fn.allow(...this.#statementsFor(actions));
  }

  /** Lets a role, that of a rule or an API for example, start the machine by its alias. */
  startStatement(): Statement {
    return { actions: ["states:StartExecution"], resources: [this.arn] };
  }

  /** Lets a function answer tasks of this machine that wait for their token. */
  grantTaskResponse(fn: HandlerFunction): void {
    fn.allow({ actions: TASK_RESPONSES, resources: [this.arn] });
  }

  #statementsFor(actions: StateMachineGrant["actions"]): readonly Statement[] {
    const on = (kind: "machine" | "execution") =>
      actions.filter((action) => grantedOn[action] === kind).map((action) => `states:${action}`);
    const onMachine = on("machine");
    const onExecutions = on("execution");
    const executions = SystemStack.around(this).arn("states", `execution:${this.name}`);
    return [
      ...(onMachine.length > 0 ? [{ actions: onMachine, resources: [this.arn] }] : []),
      ...(onExecutions.length > 0 ? [allowWildcard("executions", executions, onExecutions)] : []),
    ];
  }
}

/** The activities that a definition names: no IAM action stands for handing them work, so no statement tells of them. */
function activitiesOf(definition: RenderedDefinition): readonly string[] {
  const named = JSON.stringify(definition).matchAll(/"Resource":"([^"]+:activity:[^"]+)"/g);
  return [...new Set([...named].flatMap(([, arn]) => arn ?? []))];
}
