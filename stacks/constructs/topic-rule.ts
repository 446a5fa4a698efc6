import { IotTopicRule } from "@cdktf/provider-aws/lib/iot-topic-rule/index.js";
import { Construct } from "constructs";
import { HandlerFunction } from "./function.js";
import { Role } from "./iam.js";
import type { Queue } from "./queue.js";
import type { StateMachine } from "./state-machine.js";
import { SystemStack } from "./system-stack.js";

/** Settings of a `TopicRule`. */
export interface TopicRuleSettings {
  /** What it is for, in one sentence. */
  readonly description: string;
  /** In the SQL of AWS IoT, version 2016-03-23. */
  readonly sql: string;
  /** The function that gets what the SQL selects, or the state machine that starts with it as input. */
  readonly target: HandlerFunction | StateMachine;
  /** Where a message goes whose action failed. */
  readonly deadLetters: Queue;
}

/**
 * An AWS IoT topic rule with one action, and an error action that keeps what could not be handed over.
 *
 * A Step Functions action takes a machine's name and nothing else, so it starts the newest revision and not the alias.
 *
 * @example
 * ```ts
 * new TopicRule(this, "robot-success", {
 *   description: "Hears that a robot has blended an order.",
 *   sql: "SELECT *, 'success' AS word, topic(2) AS robotId FROM 'robots/+/success'",
 *   target: robotWord,
 *   deadLetters,
 * });
 * ```
 */
export class TopicRule extends Construct {
  constructor(scope: Construct, id: string, { description, sql, target, deadLetters }: TopicRuleSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    // The names of topic rules have letters, digits and underscores only; those of systems and stages have no underscore.
    const name = `${stack.system}_${stack.stageName}_${id}`.replaceAll("-", "_");
    const arn = stack.arn("iot", `rule/${name}`);
    const role = new Role(this, "role", {
      name: stack.named(id),
      service: "iot.amazonaws.com",
      // Source: AWS IoT developer guide, "Cross-service confused deputy prevention".
      conditions: { ArnEquals: { "aws:SourceArn": arn }, StringEquals: { "aws:SourceAccount": stack.account } },
    });
    role.allow({ actions: ["sqs:SendMessage"], resources: [deadLetters.arn] });
    if (target instanceof HandlerFunction) {
      target.allowInvocation(id, "iot.amazonaws.com", arn);
    } else {
      role.allow(target.startStatement());
    }
    new IotTopicRule(this, "resource", {
      name,
      description,
      enabled: true,
      sql,
      sqlVersion: "2016-03-23",
      ...(target instanceof HandlerFunction
        ? { lambda: [{ functionArn: target.resource.arn }] }
        : { stepFunctions: [{ roleArn: role.arn, stateMachineName: target.resource.name }] }),
      errorAction: { sqs: { queueUrl: deadLetters.url, roleArn: role.arn, useBase64: false } },
      dependsOn: [role.policy],
    });
  }
}
