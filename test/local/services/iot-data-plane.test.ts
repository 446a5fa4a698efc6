import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import { describe, expect, test } from "vitest";
import { createCredentialStore } from "../../../local/credentials.js";
import { provisionDevice } from "../../../scripts/lib/robot/provision.js";
import { allow, arn, connect, settings, startIot } from "../support/iot-stack.js";

describe("the data plane", () => {
  test("delivers to devices, and holds a role to its policy", async () => {
    const { runtime, client } = await startIot({
      resources: {
        aws_iam_role: { rule: { name: "rule", assume_role_policy: "{}" } },
        aws_iam_role_policy: {
          rule: {
            ...{ name: "rule", role: "${aws_iam_role.rule.name}" },
            policy: JSON.stringify({ Statement: [allow("iot:Publish", arn("iot", "topic/robots/*/order"))] }),
          },
        },
        aws_lambda_function: {
          word: {
            ...{ function_name: "word", role: "${aws_iam_role.rule.arn}", runtime: "nodejs22.x", timeout: 5 },
            ...{ handler: "index.handler", filename: "code.zip" },
          },
        },
      },
    });
    await provisionDevice(client, { name: "robot1", kind: "robot", stage: "local" });
    const robot = await connect(runtime, "robot1");
    const got: string[] = [];
    robot.on("message", (topic, payload) => got.push(`${topic} ${payload}`));
    await robot.subscribeAsync("robots/robot1/order", { qos: 1 });

    const { accessKeyId } = createCredentialStore().forRole("arn:aws:iam::000000000000:role/rule");
    // The key is derived from the role, and known to the runtime once the role's function is there.
    const asRole = new IoTDataPlaneClient(settings(runtime, accessKeyId));
    await asRole.send(new PublishCommand({ topic: "robots/robot1/order", payload: '{"jobId":"j1"}', qos: 1 }));
    await expect.poll(() => got).toEqual(['robots/robot1/order {"jobId":"j1"}']);
    await expect(
      asRole.send(new PublishCommand({ topic: "robots/robot1/success", payload: "{}" })),
    ).rejects.toMatchObject({
      name: "ForbiddenException",
      message: expect.stringContaining(
        "is not authorized to perform: iot:Publish on resource: arn:aws:iot:eu-west-1:000000000000:topic/robots/robot1/success",
      ),
    });
    await expect(
      asRole.send(new PublishCommand({ topic: "robots/robot1/order", payload: "{}", retain: true })),
    ).rejects.toThrow("iot:RetainPublish");
  });

  test.each([
    ["a wildcard", { topic: "a/+" }, "wildcards"],
    ["eight slashes", { topic: "1/2/3/4/5/6/7/8/9" }, "8 slashes"],
    ["a large payload", { topic: "a", payload: Buffer.alloc(131_073) }, "131073 bytes"],
    ["QoS 2", { topic: "a", qos: 2 }, "qos is 2"],
    ["a topic of AWS IoT's own", { topic: "$aws/x" }, "AWS IoT's own"],
  ])("refuses %s", async (_, input, sentence) => {
    const { runtime } = await startIot();
    await expect(new IoTDataPlaneClient(settings(runtime)).send(new PublishCommand(input))).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: expect.stringContaining(sentence),
    });
  });
});
