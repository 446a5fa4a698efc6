import { IotPolicy } from "@cdktf/provider-aws/lib/iot-policy/index.js";
import { IotPolicyAttachment } from "@cdktf/provider-aws/lib/iot-policy-attachment/index.js";
import { IotThingGroup } from "@cdktf/provider-aws/lib/iot-thing-group/index.js";
import { Construct } from "constructs";
import { policyDocument } from "./iam.js";
import { SystemStack } from "./system-stack.js";

/** Settings of a `DevicePolicy`. */
export interface DevicePolicySettings {
  /** The last part of the names of group and policy, where that is not the construct's id. */
  readonly part?: string;
  /** What the things are, in one sentence. */
  readonly description: string;
  /** Topics that a device may publish to, `THING` standing for its own name. */
  readonly publishes: readonly string[];
  /** Topics that it may subscribe to and receive. */
  readonly receives?: readonly string[];
}

/** Stands for the device's own name in a topic. For AWS IoT, not for Terraform: `policyDocument` escapes it. */
export const THING = "${iot:Connection.Thing.ThingName}";

/**
 * A thing group and what its things may do: connect as themselves, with a certificate that is attached to the thing, and
 * use their own topics. A topic names the thing and not the client, whose id could be a wildcard.
 * Source: AWS IoT developer guide, "Thing policy variables" and "Publish/Subscribe policy examples".
 *
 * @example `new DevicePolicy(this, "buttons", { description: "Order buttons.", publishes: [`buttons/${THING}/pressed`] })`
 */
export class DevicePolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { part = id, description, publishes, receives = [] }: DevicePolicySettings,
  ) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(part);
    const on = (kind: "topic" | "topicfilter", topics: readonly string[]) =>
      topics.map((topic) => stack.arn("iot", `${kind}/${topic}`));
    const group = new IotThingGroup(this, "group", { name, properties: { description } });
    const policy = new IotPolicy(this, "resource", {
      name,
      policy: policyDocument([
        {
          actions: ["iot:Connect"],
          resources: [stack.arn("iot", `client/${THING}`)],
          conditions: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
        },
        { actions: ["iot:Publish"], resources: on("topic", publishes) },
        ...(receives.length > 0
          ? [
              { actions: ["iot:Subscribe"], resources: on("topicfilter", receives) },
              { actions: ["iot:Receive"], resources: on("topic", receives) },
            ]
          : []),
      ]),
    });
    new IotPolicyAttachment(this, "attachment", { policy: policy.name, target: group.arn });
  }
}
