import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import type { Construct } from "constructs";
import { SystemStack } from "./system-stack.js";

/** How long logs are kept, in days. */
export const LOG_RETENTION_DAYS = 30;

/** A log group that forgets: CloudWatch keeps logs for ever unless told otherwise. */
export function logGroup(scope: Construct, id: string, name: string): CloudwatchLogGroup {
  const { customerKey } = SystemStack.around(scope);
  return new CloudwatchLogGroup(scope, id, {
    name,
    retentionInDays: LOG_RETENTION_DAYS,
    ...(customerKey && { kmsKeyId: customerKey.arn }),
  });
}
