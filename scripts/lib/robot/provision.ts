import {
  AddThingToThingGroupCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeThingGroupCommand,
  type IoTClient,
  ListThingPrincipalsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-iot";
import { UsageError } from "../usage.js";

/** What a device is. */
export type DeviceKind = "robot" | "button";

/** A certificate as it was made: its key is never to be had again. */
export interface NewCertificate {
  readonly certificateArn: string;
  readonly certificatePem: string;
  readonly privateKey: string;
}

/**
 * The thing group whose policies a device gets; the stack makes it.
 *
 * @example groupName("robot", "dev"); // "smoothies-dev-robots"
 */
export function groupName(kind: DeviceKind, stage: string): string {
  return `smoothies-${stage}-${kind}s`;
}

/** Whether a thing group exists. */
export async function hasGroup(client: IoTClient, thingGroupName: string): Promise<boolean> {
  try {
    await client.send(new DescribeThingGroupCommand({ thingGroupName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/**
 * Makes a thing, puts it into its group and attaches a certificate. Safe to repeat: what there is stays, and a certificate is
 * only made when the known one is not an active one of this thing.
 *
 * @param knownCertificateArn of the certificate whose key is at hand
 * @returns the certificate, if one was made
 * @throws UsageError without the group
 */
export async function provisionDevice(
  client: IoTClient,
  device: { readonly name: string; readonly kind: DeviceKind; readonly stage: string },
  knownCertificateArn?: string,
): Promise<NewCertificate | undefined> {
  const { name: thingName, kind, stage } = device;
  const thingGroupName = groupName(kind, stage);
  if (!(await hasGroup(client, thingGroupName))) {
    throw new UsageError(
      `There is no thing group ${thingGroupName}. Deploy the stack smoothies for the stage ${stage} first.`,
    );
  }
  await client.send(new CreateThingCommand({ thingName }));
  await client.send(new AddThingToThingGroupCommand({ thingName, thingGroupName }));
  if (await isInUse(client, thingName, knownCertificateArn)) return undefined;
  const made = await client.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  const { certificateArn, certificatePem, keyPair } = made;
  if (certificateArn === undefined || certificatePem === undefined || keyPair?.PrivateKey === undefined) {
    throw new Error("CreateKeysAndCertificate answered without a certificate.");
  }
  await client.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
  return { certificateArn, certificatePem, privateKey: keyPair.PrivateKey };
}

/** The address that devices connect to, without a scheme. AWS's has no port, the local runtime's has. */
export async function deviceAddress(client: IoTClient): Promise<string> {
  const { endpointAddress } = await client.send(new DescribeEndpointCommand({ endpointType: "iot:Data-ATS" }));
  if (endpointAddress === undefined) throw new Error("DescribeEndpoint answered without an address.");
  return endpointAddress;
}

async function isInUse(client: IoTClient, thingName: string, certificateArn: string | undefined): Promise<boolean> {
  if (certificateArn === undefined) return false;
  const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName }));
  if (!principals.includes(certificateArn)) return false;
  const certificateId = certificateArn.slice(certificateArn.lastIndexOf("/") + 1);
  const { certificateDescription } = await client.send(new DescribeCertificateCommand({ certificateId }));
  return certificateDescription?.status === "ACTIVE";
}
