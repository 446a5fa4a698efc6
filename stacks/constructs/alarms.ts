import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import { policyDocument } from "./iam.js";
import type { Queue } from "./queue.js";
import type { StateMachine } from "./state-machine.js";
import { SystemStack } from "./system-stack.js";

/** Settings of `Alarms`. */
export interface AlarmsSettings {
  /** Who hears of them; SNS asks that address to confirm first. */
  readonly email: string;
}

/** What each alarm means. `ExecutionsAborted` is missing on purpose: a cancelled execution is a user's wish. */
const MACHINE_METRICS = {
  ExecutionsFailed: "An execution failed. Its Cause says why.",
  ExecutionsTimedOut: "An execution took longer than its workflow allows.",
  ExecutionThrottled: "Step Functions held states back: the account's limit on state transitions is reached.",
};

/**
 * Alarms on the troubles of state machines and queues, sent by e-mail.
 *
 * @example
 * ```ts
 * const alarms = new Alarms(this, "alarms", { email });
 * alarms.watchMachine(machine);
 * alarms.watchDeadLetters(deadOrders);
 * ```
 */
export class Alarms extends Construct {
  readonly #topic: SnsTopic;

  constructor(scope: Construct, id: string, { email }: AlarmsSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    // Not encrypted with the key that SNS manages: CloudWatch could not publish to it. No alarm holds personal data.
    const topic = new SnsTopic(this, "resource", { name: stack.named(id) });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        {
          principal: { service: "cloudwatch.amazonaws.com" },
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
        },
      ]),
    });
    new SnsTopicSubscription(this, "email", { topicArn: topic.arn, protocol: "email", endpoint: email });
    this.#topic = topic;
  }

  /** Alarms when executions fail, time out or are throttled: `<machine>-ExecutionsFailed` and so on. */
  watchMachine(machine: StateMachine): void {
    for (const [metricName, alarmDescription] of Object.entries(MACHINE_METRICS)) {
      this.#alarm(machine, metricName, {
        alarmName: `${machine.name}-${metricName}`,
        alarmDescription,
        namespace: "AWS/States",
        metricName,
        dimensions: { StateMachineArn: machine.resource.arn },
        statistic: "Sum",
      });
    }
  }

  /** Alarms as long as a dead-letter queue holds a message: `<queue>-NotEmpty`. */
  watchDeadLetters(queue: Queue): void {
    this.#alarm(queue, "NotEmpty", {
      alarmName: `${queue.name}-NotEmpty`,
      alarmDescription: "Something could not be handled and waits in this queue for a person.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue.resource.name },
      statistic: "Maximum",
    });
  }

  #alarm(
    watched: Construct,
    id: string,
    config: Pick<CloudwatchMetricAlarmConfig, "alarmName" | "statistic"> & Watched,
  ) {
    new CloudwatchMetricAlarm(watched, id, {
      ...config,
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [this.#topic.arn],
    });
  }
}

type Watched = Pick<CloudwatchMetricAlarmConfig, "alarmDescription" | "namespace" | "metricName" | "dimensions">;
