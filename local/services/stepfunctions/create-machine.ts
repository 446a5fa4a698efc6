import { compile } from "../../../asl/interpreter/index.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { type Attributes, blocks, type LocalContext, type Resource } from "../../service.js";
import { parseJson } from "../aws-json.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import type { StoredMachine } from "./execution-store.js";
import { integrationProblems } from "./integrations.js";
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
  if (type !== "STANDARD") throw new Error(`'type' is '${type}', but only STANDARD machines run on one machine.`);
  const definition = requiredText(resource, "definition");
  const parsed = parseJson(definition);
  if (parsed === undefined) throw new Error("'definition' is not JSON text.");
  const machine = compile(parsed);
  const problems = integrationProblems(parsed);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return {
    arn: `arn:${context.partition}:states:${context.region}:${context.accountId}:stateMachine:${name}`,
    name,
    system: resource.system,
    roleArn: requiredText(resource, "role_arn"),
    definition,
    machine,
    creationDate: context.clock.now(),
    configuration: configuration(resource.attributes),
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

function configuration(attributes: JsonObject): JsonObject {
  const logging = blocks(attributes.logging_configuration)[0] ?? {};
  const tracing = blocks(attributes.tracing_configuration)[0] ?? {};
  const logGroupArn = logging.log_destination;
  return {
    loggingConfiguration: {
      level: logging.level ?? "OFF",
      includeExecutionData: logging.include_execution_data ?? false,
      ...(typeof logGroupArn === "string" ? { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] } : {}),
    },
    tracingConfiguration: { enabled: tracing.enabled ?? false },
  };
}
