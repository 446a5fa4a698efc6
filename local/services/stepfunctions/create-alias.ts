import { type Attributes, blocks, type Resource } from "../../service.js";
import { requiredText } from "../resource-attributes.js";
import { createStateMachineAlias } from "./aliases.js";
import type { StatesState } from "./state.js";

/** Makes an alias of an `aws_sfn_alias`. */
export function createAlias(state: StatesState, resource: Resource): Attributes {
  const name = requiredText(resource, "name");
  const { description, routing_configuration } = resource.attributes;
  const routes = blocks(routing_configuration);
  const created = createStateMachineAlias(state, {
    name,
    ...(description !== undefined && { description }),
    routingConfiguration: routes.map(({ state_machine_version_arn, weight }) => ({
      stateMachineVersionArn: state_machine_version_arn ?? null,
      weight: weight ?? null,
    })),
  });
  const arn = created.stateMachineAliasArn;
  return { id: arn, arn, creation_date: new Date(created.creationDate * 1000).toISOString() };
}
