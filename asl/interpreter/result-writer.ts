import type { Json, JsonObject } from "../spec/index.js";
import { resultWriterFailed } from "./causes.js";
import type { Frame } from "./frame.js";
import { isObject } from "./json.js";
import { isList } from "./json-size.js";
import type { QueryLanguage } from "./language.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import { type Execution, type MapRun, TaskFailure } from "./ports.js";
import type { Reader } from "./reader.js";

/** Makes the result of a Map run out of its child executions. */
export interface ResultWriter {
  /** Evaluates where to write to; the function it gives writes, or only formats. Failures are `States.ResultWriterFailed`. */
  prepare(frame: Frame): MaybePromise<(run: MapRun) => MaybePromise<Json>>;
}

type Transformation = "NONE" | "COMPACT" | "FLATTEN";

/** What a Map run gives without `ResultWriter`: the outputs; for a failed child what is known of it. */
const plainResults: ResultWriter = { prepare: () => (run) => transformed(run.executions, "COMPACT") };

/** Compiles `ResultWriter`. Source: AWS Step Functions Developer Guide, "ResultWriter (Map)". */
export function compileResultWriter(state: Reader, language: QueryLanguage): ResultWriter {
  const reader = state.nested("ResultWriter");
  if (reader === undefined) return plainResults;
  const { parametersField } = language;
  reader.allow(["Resource", parametersField, "WriterConfig", "Comment"], "a result writer");
  const config = reader.nested("WriterConfig");
  config?.allow(["Transformation", "OutputType"], "a writer's configuration");
  const resource = reader.text("Resource");
  if (resource === undefined && config === undefined) {
    reader.problem("", `A result writer needs 'Resource' and '${parametersField}', 'WriterConfig', or all three.`);
  }
  if (resource !== undefined && !resource.endsWith(":s3:putObject")) {
    reader.problem("Resource", `must end in ':s3:putObject' but is '${resource}'.`);
  }
  const type = config?.text("OutputType") ?? "JSON";
  if (type !== "JSON" && type !== "JSONL") config?.problem("OutputType", `must be JSON or JSONL but is ${type}.`);
  const transformation = readTransformation(config, resource === undefined ? "COMPACT" : "NONE");
  const parameters = language.value(reader, parametersField, state);
  if (resource === undefined || parameters === undefined) {
    return { prepare: () => (run) => formatted(transformed(run.executions, transformation), type) };
  }
  return {
    prepare: (frame) =>
      chain(
        parameters(frame),
        (where) => (run) => write(frame, run, isObject(where) ? where : {}, { transformation, type }),
      ),
  };
}

function readTransformation(config: Reader | undefined, otherwise: Transformation): Transformation {
  const text = config?.text("Transformation") ?? otherwise;
  if (text === "NONE" || text === "COMPACT" || text === "FLATTEN") return text;
  config?.problem("Transformation", `must be NONE, COMPACT or FLATTEN but is ${text}.`);
  return otherwise;
}

/** What is known of a child execution, as `DescribeExecution` names it. */
function described(run: Execution): JsonObject {
  const { executionArn, error, cause, output, startDate, stopDate, status } = run;
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: executionArn,
    Input: JSON.stringify(run.input),
    InputDetails: { Included: true },
    Name: run.name,
    ...(output === undefined ? {} : { Output: JSON.stringify(output), OutputDetails: { Included: true } }),
    RedriveCount: run.redriveCount,
    StartDate: new Date(startDate).toISOString(),
    StateMachineArn: run.stateMachineArn,
    Status: status,
    ...(stopDate === undefined ? {} : { StopDate: new Date(stopDate).toISOString() }),
  };
}

function transformed(executions: readonly Execution[], transformation: Transformation): readonly Json[] {
  return executions.flatMap((run): readonly Json[] => {
    const { output } = run;
    if (transformation === "NONE" || output === undefined) return [described(run)];
    return transformation === "FLATTEN" && isList(output) ? output : [output];
  });
}

const formatted = (results: readonly Json[], type: string): Json =>
  type === "JSONL" ? asText(results, type) : results;

const asText = (results: readonly Json[], type: string): string =>
  type === "JSONL" ? results.map((result) => `${JSON.stringify(result)}\n`).join("") : JSON.stringify(results);

async function write(
  frame: Frame,
  run: MapRun,
  { Bucket, Prefix }: JsonObject,
  { transformation, type }: { readonly transformation: Transformation; readonly type: string },
): Promise<Json> {
  const { objects } = frame.run.ports;
  if (objects === undefined) throw resultWriterFailed("There is no object store here to write results to.");
  const bucket = String(Bucket);
  const folder = [...(typeof Prefix === "string" && Prefix !== "" ? [Prefix] : []), run.mapRunArn.split(":").pop()];
  const key = (name: string): string => `${folder.join("/")}/${name}`;
  const files: Record<string, Json[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  try {
    for (const status of ["SUCCEEDED", "FAILED"]) {
      const executions = run.executions.filter((child) => (child.status === "SUCCEEDED") === (status === "SUCCEEDED"));
      if (executions.length === 0) continue;
      const body = asText(transformed(executions, transformation), type);
      const file = key(`${status}_0.${type.toLowerCase()}`);
      await objects.put({ bucket, key: file, body });
      files[status]?.push({ Key: file, Size: Buffer.byteLength(body) });
    }
    const manifest = { DestinationBucket: bucket, MapRunArn: run.mapRunArn, ResultFiles: files };
    await objects.put({ bucket, key: key("manifest.json"), body: JSON.stringify(manifest) });
  } catch (problem) {
    if (problem instanceof TaskFailure) throw resultWriterFailed(problem.cause ?? problem.message);
    throw problem;
  }
  return { MapRunArn: run.mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key("manifest.json") } };
}
