import { X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import {
  AttachPolicyCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DeleteThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeThingCommand,
  DescribeThingGroupCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  ListAttachedPoliciesCommand,
  ListThingGroupsCommand,
  ListThingGroupsForThingCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  ListThingsInThingGroupCommand,
  UpdateCertificateCommand,
  UpdateThingCommand,
} from "@aws-sdk/client-iot";
import { expect, onTestFinished, test } from "vitest";
import { startRuntime } from "../../../local/runtime.js";
import { hasGroup, provisionDevice } from "../../../scripts/lib/robot/provision.js";
import { listen } from "../../support/listen.js";
import { startDemo } from "../support/demo-stack.js";
import { connect, iotStack, startIot } from "../support/iot-stack.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { writeStack, zipOf } from "../support/write-stack.js";

const group = "smoothies-local-robots";

test("a device is provisioned by the SDK, twice without a difference, and taken away again", async () => {
  const { client } = await startIot();
  const device = { name: "robot1", kind: "robot", stage: "local" } as const;
  const made = await provisionDevice(client, device);
  expect(await provisionDevice(client, device, made?.certificateArn)).toBeUndefined();

  const thing = await client.send(new DescribeThingCommand({ thingName: "robot1" }));
  const thingArn = "arn:aws:iot:eu-west-1:000000000000:thing/robot1";
  expect(thing).toMatchObject({ thingName: "robot1", thingArn, defaultClientId: "robot1", attributes: {} });
  const { things } = await client.send(new ListThingsCommand({}));
  expect(things?.map(({ thingName }) => thingName)).toEqual(["robot1"]);
  const inGroup = await client.send(new ListThingsInThingGroupCommand({ thingGroupName: group }));
  expect(inGroup.things).toEqual(["robot1"]);
  const { thingGroups } = await client.send(new ListThingGroupsForThingCommand({ thingName: "robot1" }));
  expect(thingGroups).toEqual([
    { groupName: group, groupArn: `arn:aws:iot:eu-west-1:000000000000:thinggroup/${group}` },
  ]);
  const principals = async () =>
    (await client.send(new ListThingPrincipalsCommand({ thingName: "robot1" }))).principals;
  expect(await principals()).toEqual([made?.certificateArn]);

  const certificateId = made?.certificateArn.split("/")[1];
  await expect(client.send(new DeleteThingCommand({ thingName: "robot1" }))).rejects.toThrow(
    "attached to one or more principals",
  );
  await expect(client.send(new DeleteCertificateCommand({ certificateId }))).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  await client.send(new DetachThingPrincipalCommand({ thingName: "robot1", principal: made?.certificateArn }));
  await client.send(new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" }));
  await client.send(new DeleteCertificateCommand({ certificateId }));
  await client.send(new DeleteThingCommand({ thingName: "robot1" }));
  await expect(client.send(new DescribeThingCommand({ thingName: "robot1" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("a new certificate is made where the known one does not open any more", async () => {
  const { client } = await startIot();
  const device = { name: "robot1", kind: "robot", stage: "local" } as const;
  const first = await provisionDevice(client, device);
  const certificateId = first?.certificateArn.split("/")[1];
  await client.send(new UpdateCertificateCommand({ certificateId, newStatus: "REVOKED" }));
  const second = await provisionDevice(client, device, first?.certificateArn);
  expect(second?.certificateArn).toMatch(/^arn:aws:iot:eu-west-1:000000000000:cert\/[0-9a-f]{64}$/u);
  expect(second?.certificateArn).not.toBe(first?.certificateArn);
});

test("without the stack's group, provisioning says what to do", async () => {
  const { client } = await startIot();
  const device = { name: "robot1", kind: "robot", stage: "dev" } as const;
  await expect(provisionDevice(client, device)).rejects.toThrow(
    "There is no thing group smoothies-dev-robots. Deploy the stack smoothies for the stage dev first.",
  );
  expect(await hasGroup(client, group)).toBe(true);
  const { thingGroups } = await client.send(new ListThingGroupsCommand({ namePrefixFilter: "smoothies-local-" }));
  expect(thingGroups?.map(({ groupName }) => groupName)).toEqual([group]);
  expect(await client.send(new DescribeThingGroupCommand({ thingGroupName: group }))).toMatchObject({
    thingGroupName: group,
  });
});

test("a thing with other attributes is a conflict, the same thing is not", async () => {
  const { client } = await startIot();
  const attributes = (color: string) => ({ thingName: "robot1", attributePayload: { attributes: { color } } });
  const { thingId } = await client.send(new CreateThingCommand(attributes("red")));
  expect(await client.send(new CreateThingCommand(attributes("red")))).toMatchObject({ thingId });
  await expect(client.send(new CreateThingCommand(attributes("blue")))).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
  });
  await expect(client.send(new CreateThingCommand({ thingName: "a b" }))).rejects.toMatchObject({
    name: "InvalidRequestException",
  });
});

test("a certificate is a real X.509 certificate of the key that comes with it", async () => {
  const { client } = await startIot();
  const made = await client.send(new CreateKeysAndCertificateCommand({ setAsActive: false }));
  const certificate = new X509Certificate(made.certificatePem ?? "");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.publicKey.export({ type: "spki", format: "pem" })).toBe(made.keyPair?.PublicKey);
  expect(made.keyPair?.PrivateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/u);
  expect(Date.parse(certificate.validFrom)).toBeLessThanOrEqual(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 300 * 86_400_000);
  const described = await client.send(new DescribeCertificateCommand({ certificateId: made.certificateId }));
  expect(described.certificateDescription?.status).toBe("INACTIVE");
});

test("a policy on a certificate opens for its thing without a group", async () => {
  const { runtime, client } = await startIot();
  await client.send(new CreateThingCommand({ thingName: "robot1" }));
  const device = { name: "robot1", kind: "robot", stage: "local" } as const;
  const made = await provisionDevice(client, device);
  const target = made?.certificateArn;
  await client.send(new AttachPolicyCommand({ policyName: group, target }));
  const { policies } = await client.send(new ListAttachedPoliciesCommand({ target }));
  expect(policies?.map(({ policyName }) => policyName)).toEqual([group]);
  const groupArn = `arn:aws:iot:eu-west-1:000000000000:thinggroup/${group}`;
  await client.send(new DetachPolicyCommand({ policyName: group, target: groupArn }));
  await (await connect(runtime, "robot1")).endAsync();
  await client.send(new DetachPolicyCommand({ policyName: group, target }));
  await expect(connect(runtime, "robot1")).rejects.toThrow("Not authorized");
  await expect(client.send(new AttachPolicyCommand({ policyName: group, target: "arn:x" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("the endpoint is the broker's address, and an action that is not there is refused by name", async () => {
  const { runtime, client } = await startIot();
  const { endpointAddress } = await client.send(new DescribeEndpointCommand({ endpointType: "iot:Data-ATS" }));
  expect(endpointAddress).toBe(`localhost:${runtime.mqttPort}`);
  await expect(client.send(new UpdateThingCommand({ thingName: "robot1" }))).rejects.toThrow(
    /Of IoT's API, only these work here: DescribeEndpoint, CreateThing/u,
  );
});

test("a body that is no JSON object and a name that cannot be decoded are refused", async () => {
  const { runtime } = await startIot();
  const authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/iot/aws4_request";
  const answer = async (path: string, init: RequestInit) => {
    const response = await fetch(`${runtime.url}${path}`, { ...init, headers: { authorization } });
    return [response.status, response.headers.get("x-amzn-errortype")];
  };
  for (const body of ["{", "[]", '"text"']) {
    expect(await answer("/things/robot1", { method: "POST", body })).toEqual([400, "SerializationException"]);
  }
  expect(await answer("/things/%zz", { method: "GET" })).toEqual([404, "ResourceNotFoundException"]);
});

test("a runtime whose stacks do not use IoT takes no port for it", async () => {
  const { runtime } = await startDemo();
  expect(runtime.mqttPort).toBeUndefined();
});

test("a taken MQTT port stops the start with what to do, and frees the HTTP port", async () => {
  const taken = createServer();
  onTestFinished(() => void taken.close());
  const mqttPort = Number(new URL(await listen(taken)).port);
  const files = { "code.zip": zipOf("export const handler = () => {};") };
  const outDir = await writeStack(await temporaryFolder(), iotStack({}), files);
  const options = { root: process.cwd(), outDir, port: mqttPort - 1, variables: [], log: () => {} };
  await expect(startRuntime(options)).rejects.toThrow(
    `Port ${mqttPort}, where devices connect by MQTT, is taken by another program. It is always the one after the HTTP port.`,
  );
  const again = createServer();
  onTestFinished(() => void again.close());
  await expect(new Promise((resolve) => again.listen(mqttPort - 1, "127.0.0.1", () => resolve("free")))).resolves.toBe(
    "free",
  );
});
