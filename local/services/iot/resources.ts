import type { JsonObject } from "../../../asl/spec/index.js";
import { type Attributes, blocks, isObject, type LocalContext, type Resource } from "../../service.js";
import { parsePolicy } from "../iam/policy.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import type { Registry } from "./registry.js";
import { type Rule, readRule } from "./rules.js";

type Create = (resource: Resource, registry: Registry, context: LocalContext, rules: Map<string, Rule>) => Attributes;

/** How each Terraform resource of IoT comes to be. */
export const resourceCreators: Readonly<Record<string, Create>> = {
  aws_iot_thing: (resource, registry, context) => {
    const name = validName(resource);
    const type = optionalText(resource, "thing_type_name");
    if (type !== undefined && !registry.types.has(type)) throw missing("thing_type_name", type, "thing type");
    const id = context.uuid();
    const arn = registry.arn("thing", name);
    registry.things.set(name, { name, arn, id, typeName: type, attributes: texts(resource.attributes.attributes) });
    return { id: name, arn, default_client_id: name, version: 1 };
  },
  aws_iot_thing_type: (resource, registry) => {
    const name = validName(resource);
    const arn = registry.arn("thingtype", name);
    registry.types.set(name, arn);
    return { id: name, arn };
  },
  aws_iot_thing_group: (resource, registry, context) => {
    const name = validName(resource);
    const parent = optionalText(resource, "parent_group_name");
    if (parent !== undefined && !registry.groups.has(parent)) throw missing("parent_group_name", parent, "thing group");
    const arn = registry.arn("thinggroup", name);
    registry.groups.set(name, { name, arn, id: context.uuid(), parent });
    return { id: name, arn, version: 1 };
  },
  aws_iot_policy: (resource, registry) => {
    const name = requiredText(resource, "name");
    if (!/^[\w+=,.@-]{1,128}$/u.test(name)) {
      throw new Error(`'name' is '${name}', but may only have 1 to 128 letters, digits and '_+=,.@-'.`);
    }
    registry.policies.set(name, parsePolicy(requiredText(resource, "policy")));
    return { id: name, arn: registry.arn("policy", name), default_version_id: "1" };
  },
  aws_iot_policy_attachment: (resource, registry) => {
    const policy = requiredText(resource, "policy");
    const target = requiredText(resource, "target");
    attachPolicy(registry, policy, target);
    return { id: `${policy}|${target}` };
  },
  aws_iot_topic_rule: (resource, registry, context, rules) => {
    const name = requiredText(resource, "name");
    if (!/^[a-zA-Z0-9_]{1,128}$/u.test(name)) {
      throw new Error(`'name' is '${name}', but a rule's may only have 1 to 128 letters, digits and '_'.`);
    }
    const arn = registry.arn("rule", name);
    rules.set(name, readRule(context, resource, arn));
    return { id: name, arn };
  },
};

/**
 * Attaches a policy to a thing group or certificate, which is all that AWS IoT attaches one to besides Cognito's identities.
 *
 * @throws an `Error` that names what there is not
 */
export function attachPolicy(registry: Registry, policy: string, target: string): void {
  if (!registry.policies.has(policy)) throw missing("policy", policy, "policy");
  const isKnown = registry.certificates.has(target) || [...registry.groups.values()].some(({ arn }) => arn === target);
  if (!isKnown)
    throw missing("target", target, "thing group or certificate (a thing cannot have a policy; put it into a group)");
  registry.attachments.add(target, policy);
}

function validName(resource: Resource): string {
  const name = requiredText(resource, "name");
  if (isValidName(name)) return name;
  throw new Error(`'name' is '${name}', but may only have 1 to 128 letters, digits and ':_-'.`);
}

/** Whether a thing, a thing type or a thing group may have this name. */
export function isValidName(name: string): boolean {
  return /^[a-zA-Z0-9:_-]{1,128}$/u.test(name);
}

function missing(argument: string, value: string, what: string): Error {
  return new Error(`'${argument}' is '${value}': there is no such ${what}.`);
}

/** A map of texts, as an argument or a block has it. */
export function texts(value: Attributes[string] | undefined): Readonly<Record<string, string>> {
  const fields: JsonObject = isObject(value) ? value : (blocks(value)[0] ?? {});
  return Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, String(text)]));
}
