import { compile } from "../../../asl/interpreter/index.js";
import { parseJson } from "../../../asl/interpreter/json.js";
import { type Attributes, isObject, type LocalContext, type Resource } from "../../service.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { resourceConfiguration } from "./configuration.js";
import { integrationProblems } from "./integrations/problems.js";
import type { StoredMachine } from "./machine-store.js";
import { isName } from "./names.js";

/**
 * Makes a state machine of an `aws_sfn_state_machine`.
 *
 * @throws an `Error` with every problem of the definition, each with its state's name
 */
export function createMachine(context: LocalContext, resource: Resource): StoredMachine {
  const name = requiredText(resource, "name");
  if (!isName(name)) throw new Error(`'name' is '${name}', which Step Functions does not take.`);
  const type = optionalText(resource, "type") ?? "STANDARD";
  if (type !== "STANDARD" && type !== "EXPRESS") throw new Error(`'type' is '${type}'. Use STANDARD or EXPRESS.`);
  const definition = requiredText(resource, "definition");
  const parsed = parseJson(definition);
  if (parsed === undefined) throw new Error("'definition' is not JSON text.");
  const machine = compile(parsed, { type });
  const problems = integrationProblems(parsed);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const now = context.clock.now();
  return {
    arn: `arn:${context.partition}:states:${context.region}:${context.accountId}:stateMachine:${name}`,
    name,
    system: resource.system,
    roleArn: requiredText(resource, "role_arn"),
    definition,
    machine,
    creationDate: now,
    updateDate: now,
    configuration: resourceConfiguration(resource.attributes),
  };
}

/** What Terraform computes for a state machine. */
export function machineAttributes({ arn, name, creationDate }: StoredMachine, revisionId: string): Attributes {
  return {
    id: arn,
    arn,
    name,
    creation_date: new Date(creationDate).toISOString(),
    revision_id: revisionId,
    status: "ACTIVE",
  };
}

/** The tags of a resource. */
export function resourceTags({ attributes }: Resource): ReadonlyMap<string, string> {
  const { tags } = attributes;
  return new Map(isObject(tags) ? Object.entries(tags).map(([key, value]) => [key, String(value)]) : []);
}
