import type { Json } from "../../../asl/spec/index.js";
import type { ControlAction, ControlPlane, ControlRequest } from "./control-plane.js";
import type { ThingGroup } from "./registry.js";
import { notFound } from "./rest-json.js";
import { findThing } from "./thing-actions.js";

const groupOf = ({ path, body }: ControlRequest): string => {
  const name = path.thingGroupName ?? nameIn(body.thingGroupName, body.thingGroupArn);
  return `thinggroup/${name}`;
};

/** The actions on thing groups. They are made by a stack. */
export const groupActions: readonly ControlAction[] = [
  {
    ...{ action: "DescribeThingGroup", method: "GET", path: "/thing-groups/{thingGroupName}", resource: groupOf },
    act(plane, { path }) {
      const { name, arn, id, parent } = findGroup(plane, path.thingGroupName);
      const metadata = parent === undefined ? {} : { parentGroupName: parent };
      return { thingGroupName: name, thingGroupArn: arn, thingGroupId: id, version: 1, thingGroupMetadata: metadata };
    },
  },
  {
    ...{ action: "ListThingGroups", method: "GET", path: "/thing-groups" },
    act({ registry }, { query }) {
      const prefix = query.get("namePrefixFilter") ?? "";
      const groups = [...registry.groups.values()].filter(({ name }) => name.startsWith(prefix));
      return { thingGroups: groups.map(({ name, arn }) => ({ groupName: name, groupArn: arn })) };
    },
  },
  {
    ...{ action: "ListThingsInThingGroup", method: "GET", path: "/thing-groups/{thingGroupName}/things" },
    ...{ resource: groupOf },
    act: (plane, { path }) => ({ things: plane.registry.memberships.to(findGroup(plane, path.thingGroupName).name) }),
  },
  {
    ...{ action: "ListThingGroupsForThing", method: "GET", path: "/things/{thingName}/thing-groups" },
    act(plane, { path }) {
      const groups = plane.registry.memberships.of(findThing(plane, path.thingName).name);
      const known = groups.flatMap((name) => plane.registry.groups.get(name) ?? []);
      return { thingGroups: known.map(({ name, arn }) => ({ groupName: name, groupArn: arn })) };
    },
  },
  {
    ...{ action: "AddThingToThingGroup", method: "PUT", path: "/thing-groups/addThingToThingGroup", resource: groupOf },
    act(plane, { body }) {
      const { thing, group } = membership(plane, body);
      plane.registry.memberships.add(thing, group);
      return {};
    },
  },
  {
    ...{ action: "RemoveThingFromThingGroup", method: "PUT", path: "/thing-groups/removeThingFromThingGroup" },
    ...{ resource: groupOf },
    act(plane, { body }) {
      const { thing, group } = membership(plane, body);
      plane.registry.memberships.remove(thing, group);
      return {};
    },
  },
];

function membership(plane: ControlPlane, body: ControlRequest["body"]) {
  const thing = findThing(plane, nameIn(body.thingName, body.thingArn));
  return { thing: thing.name, group: findGroup(plane, nameIn(body.thingGroupName, body.thingGroupArn)).name };
}

function findGroup({ registry }: ControlPlane, name = ""): ThingGroup {
  const group = registry.groups.get(name);
  if (group === undefined) throw notFound(`Thing group ${name} not found.`);
  return group;
}

/** A name, or the one at the end of an ARN. */
function nameIn(name: Json | undefined, arn: Json | undefined): string {
  if (typeof name === "string") return name;
  return typeof arn === "string" ? arn.slice(arn.indexOf("/") + 1) : "";
}
