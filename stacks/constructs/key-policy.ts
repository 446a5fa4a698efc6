import type { CustomerKey } from "./customer-key.js";
import type { Statement } from "./iam.js";

/** Whose use a key's policy allows. */
export interface KeyUse {
  readonly key: CustomerKey;
  readonly stage: string;
  /** The account that the systems are deployed to, where that is not the key's. */
  readonly account?: string;
}

/**
 * The statements that the key's owner adds to its policy: services that use the key as themselves, and not by a role of ours.
 * Roles need none here, as long as the policy lets the account's IAM policies allow the key's use, as KMS' default policy does.
 *
 * Sources: CloudWatch Logs user guide, "Encrypt log data"; Step Functions developer guide, "Data at rest encryption" (the
 * delivery of logs); SQS developer guide, "Configure KMS permissions for AWS services" (rules and topics with a queue behind them).
 *
 * @example `policyOf(keyPolicyStatements({ key, stage: "prod" }))`
 */
export function keyPolicyStatements({ key, stage, account = key.account }: KeyUse): readonly Statement[] {
  const arn = (service: string, resource: string) =>
    `arn:${key.partition}:${service}:${key.region}:${account}:${resource}`;
  const toQueues = (service: string, source: string): Statement => ({
    principal: { service },
    actions: ["kms:GenerateDataKey", "kms:Decrypt"],
    resources: ["*"],
    conditions: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": source } },
  });
  return [
    {
      principal: { service: `logs.${key.region}.amazonaws.com` },
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      resources: ["*"],
      conditions: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn("logs", `log-group:/aws/*-${stage}-*`) },
      },
    },
    {
      principal: { service: "delivery.logs.amazonaws.com" },
      actions: ["kms:Decrypt"],
      resources: ["*"],
      conditions: { StringEquals: { "kms:EncryptionContext:SourceArn": arn("logs", "*") } },
    },
    toQueues("events.amazonaws.com", arn("events", `rule/*-${stage}-*`)),
    toQueues("sns.amazonaws.com", arn("sns", `*-${stage}-*`)),
  ];
}
