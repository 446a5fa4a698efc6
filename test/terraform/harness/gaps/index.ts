import { distributionConfig, responseHeadersPolicies } from "./cloudfront.js";
import type { Gap } from "./gap.js";
import { iotTags } from "./iot-tags.js";
import { bucketPolicies } from "./s3.js";
import { redrivePolicy } from "./sqs.js";

/** Every gap of moto that the stacks meet, for one account. Step Functions is not among them: ours answers all of it. */
export function createGaps(): readonly Gap[] {
  return [iotTags(), responseHeadersPolicies(), distributionConfig(), bucketPolicies(), redrivePolicy];
}
