import { isObject } from "../../service.js";
import type { ControlAction, ControlPlane, ControlRequest } from "./control-plane.js";
import type { Thing } from "./registry.js";
import { isValidName, texts } from "./resources.js";
import { IotError, invalid, notFound } from "./rest-json.js";

const thingOf = ({ path }: ControlRequest): string => `thing/${path.thingName ?? ""}`;

/** The actions on things and their certificates. */
export const thingActions: readonly ControlAction[] = [
  { action: "CreateThing", method: "POST", path: "/things/{thingName}", resource: thingOf, act: createThing },
  {
    ...{ action: "DescribeThing", method: "GET", path: "/things/{thingName}", resource: thingOf },
    act: (plane, request) => describe(findThing(plane, request.path.thingName)),
  },
  {
    ...{ action: "ListThings", method: "GET", path: "/things" },
    act({ registry }, { query }) {
      const type = query.get("thingTypeName");
      const things = [...registry.things.values()].filter(({ typeName }) => type === null || typeName === type);
      return { things: things.map((thing) => ({ ...common(thing), version: 1 })) };
    },
  },
  {
    ...{ action: "DeleteThing", method: "DELETE", path: "/things/{thingName}", resource: thingOf },
    act({ registry }, { path: { thingName = "" } }) {
      if (registry.principals.of(thingName).length > 0) {
        throw invalid(`Cannot delete. Thing ${thingName} is still attached to one or more principals`);
      }
      registry.memberships.clear(thingName);
      registry.things.delete(thingName);
      return {};
    },
  },
  {
    ...{ action: "AttachThingPrincipal", method: "PUT", path: "/things/{thingName}/principals" },
    act(plane, { path, headers }) {
      const thing = findThing(plane, path.thingName);
      const principal = headers.get("x-amzn-principal") ?? "";
      if (!plane.registry.certificates.has(principal)) throw notFound(`No certificate ${principal} exists`);
      plane.registry.principals.add(thing.name, principal);
      return {};
    },
  },
  {
    ...{ action: "DetachThingPrincipal", method: "DELETE", path: "/things/{thingName}/principals" },
    act(plane, { path, headers }) {
      const thing = findThing(plane, path.thingName);
      plane.registry.principals.remove(thing.name, headers.get("x-amzn-principal") ?? "");
      return {};
    },
  },
  {
    ...{ action: "ListThingPrincipals", method: "GET", path: "/things/{thingName}/principals", resource: thingOf },
    act: (plane, { path }) => ({ principals: plane.registry.principals.of(findThing(plane, path.thingName).name) }),
  },
];

/**
 * A thing by its name.
 *
 * @throws IotError `ResourceNotFoundException`
 */
export function findThing({ registry }: ControlPlane, name = ""): Thing {
  const thing = registry.things.get(name);
  if (thing === undefined) throw notFound(`Thing ${name} not found.`);
  return thing;
}

/** The same call again succeeds; another one for the same name does not. */
function createThing({ registry, context }: ControlPlane, { path, body }: ControlRequest) {
  const { thingName: name = "" } = path;
  if (!isValidName(name)) throw invalid(`thingName ${JSON.stringify(name)} does not match [a-zA-Z0-9:_-]{1,128}`);
  const typeName = typeof body.thingTypeName === "string" ? body.thingTypeName : undefined;
  if (typeName !== undefined && !registry.types.has(typeName)) throw notFound(`Thing type ${typeName} not found.`);
  const payload = isObject(body.attributePayload) ? body.attributePayload : {};
  const attributes = texts(payload.attributes);
  const existing = registry.things.get(name);
  const isOther =
    existing !== undefined &&
    (existing.typeName !== typeName || JSON.stringify(existing.attributes) !== JSON.stringify(attributes));
  if (isOther) {
    throw new IotError(
      "ResourceAlreadyExistsException",
      409,
      `Thing ${name} already exists in account with different tags or attributes`,
    );
  }
  const thing = existing ?? { name, arn: registry.arn("thing", name), id: context.uuid(), typeName, attributes };
  registry.things.set(name, thing);
  return { thingName: name, thingArn: thing.arn, thingId: thing.id };
}

function common({ name, arn, typeName, attributes }: Thing) {
  return { thingName: name, thingArn: arn, attributes, ...(typeName !== undefined && { thingTypeName: typeName }) };
}

function describe(thing: Thing) {
  return { ...common(thing), thingId: thing.id, defaultClientId: thing.name, version: 1 };
}
