import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import { policyDocument } from "./iam.js";
import type { StateMachine } from "./state-machine.js";
import { SystemStack } from "./system-stack.js";

/** Settings of `Alarms`. */
export interface AlarmsSettings {
  /** Who hears of them; SNS asks that address to confirm first. */
  readonly email: string;
  readonly machine: StateMachine;
}

/** What each alarm means. `ExecutionsAborted` is missing on purpose: a cancelled execution is a user's wish. */
const METRICS = {
  ExecutionsFailed: "An execution failed. Its Cause says why.",
  ExecutionsTimedOut: "An execution took longer than its workflow allows.",
  ExecutionThrottled: "Step Functions held states back: the account's limit on state transitions is reached.",
};

/** Alarms on a state machine's troubles, sent by e-mail. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { email, machine }: AlarmsSettings) {
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
    for (const [metricName, alarmDescription] of Object.entries(METRICS)) {
      new CloudwatchMetricAlarm(this, metricName, {
        alarmName: `${machine.name}-${metricName}`,
        alarmDescription,
        namespace: "AWS/States",
        metricName,
        dimensions: { StateMachineArn: machine.resource.arn },
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [topic.arn],
      });
    }
  }
}
