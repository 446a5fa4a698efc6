import { type Condition, type Decision, decide, type Statement } from "../iam/policy.js";
import type { Registry, Thing } from "./registry.js";

/** A connection, as policies see it. */
export interface Device {
  readonly clientId: string;
  readonly thing: Thing;
}

/** What a device may ask for. The resource is the name without its ARN: `client/robot1`, `topic/a/b`, `topicfilter/a/+`. */
export interface DeviceRequest {
  readonly action: "Connect" | "Publish" | "Subscribe" | "Receive" | "RetainPublish";
  readonly kind: "client" | "topic" | "topicfilter";
  readonly name: string;
}

/**
 * Decides by the policies that are attached to the thing's groups and certificates, with their variables filled in. A
 * statement with a variable that has no value does not apply.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-variables.html
 */
export function decideForDevice(registry: Registry, device: Device, request: DeviceRequest): Decision {
  const values = variables(registry, device);
  const statements = registry.statementsOf(device.thing).map((statement) => fillIn(statement, values));
  return decide(statements, {
    action: `iot:${request.action}`,
    resources: [registry.arn(request.kind, request.name)],
    context: values,
  });
}

function variables(registry: Registry, { clientId, thing }: Device): Readonly<Record<string, string>> {
  return {
    "iot:ClientId": clientId,
    "iot:Connection.Thing.ThingName": thing.name,
    "iot:Connection.Thing.IsAttached": String(registry.isAttached(thing)),
    ...(thing.typeName !== undefined && { "iot:Connection.Thing.ThingTypeName": thing.typeName }),
    ...Object.fromEntries(
      Object.entries(thing.attributes).map(([name, value]) => [`iot:Connection.Thing.Attributes[${name}]`, value]),
    ),
  };
}

function fillIn(statement: Statement, values: Readonly<Record<string, string>>): Statement {
  const fill = (text: string): string =>
    // What stays unfilled has a "$" that no name here has: the statement does not apply.
    text.replace(/\$\{([^}]+)\}/gu, (whole, name: string) => values[name.trim()] ?? whole);
  const conditions = statement.conditions.map((one): Condition => ({ ...one, values: one.values.map(fill) }));
  return { ...statement, resources: statement.resources.map(fill), conditions };
}
