import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import { HandlerFunction } from "./function.js";
import { Role } from "./iam.js";
import type { Queue } from "./queue.js";
import type { StateMachine } from "./state-machine.js";
import { SystemStack } from "./system-stack.js";
import { jsonTemplate } from "./terraform-text.js";

/** When a rule applies: to events of the default bus that match a pattern, or at times. */
export type EventRuleTrigger =
  | { readonly pattern: Readonly<Record<string, unknown>> }
  /** Such as `rate(1 hour)` or `cron(0 9 * * ? *)`, in UTC. */
  | { readonly schedule: string };

/** Settings of an `EventRule`. */
export interface EventRuleSettings {
  /** What it is for, in one sentence. */
  readonly description: string;
  readonly on: EventRuleTrigger;
  /** The function that gets the event, or the state machine that starts with it as input. */
  readonly target: HandlerFunction | StateMachine;
  /** What the target gets in place of the event; may hold references. */
  readonly input?: unknown;
  /** Which part of the event the target gets, such as `$.detail`; instead of `input`. */
  readonly inputPath?: string;
  /** Where an event goes that could not be handed over. */
  readonly deadLetters: Queue;
  /** `ENABLED` unless said otherwise, or `DISABLED`; a reference lets a variable decide. */
  readonly state?: string;
}

/** EventBridge's own default is 24 hours and 185 attempts; an event that is a day old helps nobody here. */
const RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 };

/**
 * An EventBridge rule on the default bus with one target, and a dead-letter queue for what cannot be handed over.
 *
 * @example
 * ```ts
 * new EventRule(this, "order-ended", {
 *   description: "Frees the robot of an order that failed.",
 *   on: executionsEnded(machine, ["FAILED", "TIMED_OUT", "ABORTED"]),
 *   target: settleOrder,
 *   deadLetters,
 * });
 * ```
 */
export class EventRule extends Construct {
  constructor(scope: Construct, id: string, settings: EventRuleSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(id);
    const arn = stack.arn("events", `rule/${name}`);
    const { description, on, target, input, inputPath, deadLetters, state = "ENABLED" } = settings;
    const rule = new CloudwatchEventRule(this, "resource", {
      name,
      description,
      state,
      ...("pattern" in on ? { eventPattern: jsonTemplate(on.pattern) } : { scheduleExpression: on.schedule }),
    });
    deadLetters.allowSending("events.amazonaws.com", arn);
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      ...(target instanceof HandlerFunction
        ? this.#invoking(target, id, arn)
        : { arn: target.alias.arn, roleArn: this.#starterOf(target, name, arn) }),
      ...(input !== undefined && { input: jsonTemplate(input) }),
      ...(inputPath !== undefined && { inputPath }),
      deadLetterConfig: { arn: deadLetters.resource.arn },
      retryPolicy: RETRY,
    });
  }

  #invoking(fn: HandlerFunction, id: string, ruleArn: string): { readonly arn: string } {
    fn.allowInvocation(id, "events.amazonaws.com", ruleArn);
    return { arn: fn.resource.arn };
  }

  #starterOf(machine: StateMachine, name: string, ruleArn: string): string {
    const role = new Role(this, "role", {
      name,
      service: "events.amazonaws.com",
      conditions: { ArnEquals: { "aws:SourceArn": ruleArn } },
    });
    role.allow(machine.startStatement());
    return role.arn;
  }
}

/** How a Standard execution can end. */
export type EndStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/**
 * The pattern of a machine's executions that ended so. Express machines send no such events.
 * Source: Step Functions developer guide, "Automating Step Functions event delivery with EventBridge".
 */
export function executionsEnded(machine: StateMachine, status: readonly EndStatus[]): EventRuleTrigger {
  return {
    pattern: {
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { stateMachineArn: [machine.arn], status },
    },
  };
}
