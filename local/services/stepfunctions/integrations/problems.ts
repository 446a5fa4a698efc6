import { parseResource } from "../../../../asl/interpreter/resource.js";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";
import { integrationOf, knownIntegrations } from "./index.js";

/**
 * What a definition asks for that cannot be done here: a list of sentences, each with the state's name.
 *
 * @example integrationProblems(definition) // ["State 'Run': Resource '...:ecs:runTask' cannot be run ..."]
 */
export function integrationProblems(definition: Json): readonly string[] {
  return states(definition).flatMap(([name, state]) =>
    problemsOf(state).map((problem) => `State '${name}': ${problem}`),
  );
}

function problemsOf(state: JsonObject): readonly string[] {
  if (state.Type === "Task") return taskProblems(state);
  return state.Type === "Map" ? mapProblems(state) : [];
}

/** There is no S3 here that a role could read or write: a bucket holds the files of a page. */
function mapProblems({ ItemReader: reader, ResultWriter: writer }: JsonObject): readonly string[] {
  const bucket = isObject(writer) ? (writer.Arguments ?? writer.Parameters) : undefined;
  return [
    ...(reader === undefined
      ? []
      : ["'ItemReader' cannot read from S3 on one machine: give the state its items as input."]),
    ...(bucket === undefined
      ? []
      : ["'ResultWriter' cannot write to S3 on one machine: leave out its bucket, and the results are the output."]),
  ];
}

function taskProblems(state: JsonObject): readonly string[] {
  const resource = parseResource(String(state.Resource));
  // What is no resource at all is told by the compiler.
  if (typeof resource === "string") return [];
  const credentials =
    state.Credentials === undefined ? [] : ["'Credentials' cannot be honoured on one machine: leave them out."];
  if (resource.kind === "activity") return credentials;
  const integration = integrationOf(resource.arn);
  if (!integration) {
    const [, , , , , service = "", sdkService = ""] = resource.arn.split(":");
    const known = knownIntegrations(service === "aws-sdk" ? `aws-sdk:${sdkService}:` : `${service}:`);
    return [`Resource '${state.Resource}' cannot be run on one machine. Known here: ${known}.`, ...credentials];
  }
  const { pattern } = resource;
  const patterns = [
    "requestResponse",
    ...(integration.takesToken ? ["waitForTaskToken"] : []),
    ...(integration.jobs ?? []),
  ];
  const refused = patterns.includes(pattern)
    ? []
    : [`Resource '${state.Resource}': '${resource.arn}' has no '.${pattern}'. It has: ${patterns.join(", ")}.`];
  const { fields } = integration;
  const unknown = Object.keys(fieldsOf(state))
    .map((field) => field.replace(/\.\$$/, ""))
    .filter((field) => fields !== undefined && !fields.includes(field))
    .map((field) => `'${field}' cannot be given to ${resource.arn} here. Known: ${fields?.join(", ")}.`);
  return [...refused, ...unknown, ...credentials];
}

function fieldsOf(state: JsonObject): JsonObject {
  const fields = state.Arguments ?? state.Parameters;
  return isObject(fields) ? fields : {};
}

/** All states, those in branches and iterations included. */
function states(scope: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!isObject(scope) || !isObject(scope.States)) return [];
  return Object.entries(scope.States).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const branches = Array.isArray(state.Branches) ? state.Branches : [];
    return [[name, state] as const, ...[...branches, state.ItemProcessor, state.Iterator].flatMap(states)];
  });
}
