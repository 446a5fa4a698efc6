import {
  AddThingToThingGroupCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  type IoTClient,
} from "@aws-sdk/client-iot";
import { describe, expect, test } from "vitest";
import { connect, startIot, toFunction } from "../support/iot-stack.js";

async function provision(client: IoTClient, thingName: string, thingGroupName = "smoothies-local-robots") {
  await client.send(new CreateThingCommand({ thingName }));
  const { certificateArn } = await client.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  await client.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
  await client.send(new AddThingToThingGroupCommand({ thingName, thingGroupName }));
}

describe("devices", () => {
  test("a provisioned robot connects and its word reaches the function", async () => {
    const { runtime, lines, client } = await startIot({
      rules: {
        success: { sql: "SELECT *, 'success' AS word, topic(2) AS robotId FROM 'robots/+/success'", ...toFunction },
      },
    });
    await provision(client, "robot1");
    const robot = await connect(runtime, "robot1");
    await robot.publishAsync("robots/robot1/success", JSON.stringify({ jobId: "j1" }), { qos: 1 });
    await expect.poll(() => lines.join("\n")).toContain('got {"jobId":"j1","word":"success","robotId":"robot1"}');
  });
});
