import type { Attributes, Resource } from "../../service.js";
import { requiredText } from "../resource-attributes.js";
import { createActivity } from "./activities.js";
import { createAlias } from "./create-alias.js";
import { createMachine, machineAttributes, resourceTags } from "./create-machine.js";
import type { StatesState } from "./state.js";
import { publish } from "./versions.js";

type Create = (state: StatesState, resource: Resource) => Attributes;

/** What Terraform can create of Step Functions, by resource type. */
export const resources: Readonly<Record<string, Create>> = {
  aws_sfn_activity: createActivityResource,
  aws_sfn_alias: createAlias,
  aws_sfn_state_machine: createMachineResource,
};

/** Makes a machine, and a version of it where the resource says `publish = true`. */
function createMachineResource({ context, machines }: StatesState, resource: Resource): Attributes {
  const machine = createMachine(context, resource);
  if (machines.find(machine.arn)) {
    throw new Error(`'name' is '${machine.name}': there is a state machine of this name already.`);
  }
  const isPublished = resource.attributes.publish === true;
  const entry = machines.add(machine, { publish: isPublished, description: undefined }, resourceTags(resource));
  const version = isPublished ? publish(entry, context.clock.now()) : undefined;
  return {
    ...machineAttributes(machine, context.uuid()),
    state_machine_version_arn: version?.arn ?? machine.arn,
    version_description: version?.description ?? "",
  };
}

function createActivityResource(state: StatesState, resource: Resource): Attributes {
  const tags = Array.from(resourceTags(resource), ([key, value]) => ({ key, value }));
  const { activityArn: arn, creationDate } = createActivity(state, { name: requiredText(resource, "name"), tags });
  return { id: arn, arn, creation_date: new Date(creationDate * 1000).toISOString() };
}
