import { SfnActivity } from "@cdktf/provider-aws/lib/sfn-activity/index.js";
import { Construct } from "constructs";
import { encryptedWith } from "./customer-key.js";
import { SystemStack } from "./system-stack.js";

/**
 * A Step Functions activity: work that a worker outside AWS polls for. Its name is its address for workers and running
 * executions, so it never changes.
 *
 * @example `const bindings = { activity: () => pickAndPack.arn };`
 */
export class Activity extends Construct {
  /** Built from the name, so it is known when Terraform plans. */
  readonly arn: string;
  readonly resource: SfnActivity;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(id);
    this.arn = stack.arn("states", `activity:${name}`);
    this.resource = new SfnActivity(this, "resource", {
      name,
      ...(stack.customerKey && { encryptionConfiguration: encryptedWith(stack.customerKey) }),
    });
  }
}
