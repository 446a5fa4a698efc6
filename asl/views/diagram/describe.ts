import { asList, asText, field, texts } from "../values.js";

/** What a card says about its state, beside its name. */
export interface Description {
  /** The state's type, and the service of a task: `Task · Lambda`. */
  readonly kind: string;
  /** What it works on: a function, a time, an error name. */
  readonly detail: string;
  /** Everything, for the tooltip and for screen readers. */
  readonly tooltip: string;
  readonly retries: boolean;
}

/** Services whose name is not its ARN part with a capital letter. */
const services: ReadonlyMap<string, string> = new Map([
  ["apigateway", "API Gateway"],
  ["batch", "Batch"],
  ["bedrock", "Bedrock"],
  ["codebuild", "CodeBuild"],
  ["dynamodb", "DynamoDB"],
  ["ecs", "ECS"],
  ["eks", "EKS"],
  ["elasticmapreduce", "EMR"],
  ["events", "EventBridge"],
  ["glue", "Glue"],
  ["http", "HTTP"],
  ["lambda", "Lambda"],
  ["s3", "S3"],
  ["sagemaker", "SageMaker"],
  ["ses", "SES"],
  ["sesv2", "SES"],
  ["sfn", "Step Functions"],
  ["sns", "SNS"],
  ["sqs", "SQS"],
  ["states", "Step Functions"],
]);

/** A value that may be an expression, short: `{% $wait %}` as `$wait`, `$.order.id` as `order.id`. */
function short(value: unknown): string {
  if (typeof value !== "string") return value === undefined ? "" : JSON.stringify(value);
  const expression = /^\s*\{%(.*)%\}\s*$/s.exec(value)?.[1]?.trim() ?? value;
  return expression
    .replace(/^\$states\.context\.Execution\.Input\.(?=[\w.`]+$)/, "")
    .replace(/^\$states\.input\.(?=[\w.`]+$)/, "")
    .replace(/^\$\.(?=\w)/, "");
}

/** The resource at the end of an ARN: the function's name without its account, but with its alias. */
function lastPart(arn: unknown): string {
  const text = short(arn);
  if (/^https?:/.test(text)) return text.split("/").at(-1) ?? text;
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:[a-zA-Z-]+[:/])?(.+)$/s.exec(text)?.[1] ?? text;
}

/** The arguments of a task under either of their names, and with the `.$` of a JSONPath field. */
function argument(state: unknown, name: string): unknown {
  const payload = field(state, "Arguments") ?? field(state, "Parameters");
  return field(payload, name) ?? field(payload, `${name}.$`);
}

const targets = ["FunctionName", "StateMachineArn", "TopicArn", "QueueUrl", "TableName", "JobName", "ApiEndpoint"];

function task(state: unknown): { readonly kind: string; readonly detail: string } {
  const resource = asText(field(state, "Resource")) ?? "";
  const [, integration, pattern] =
    /^arn:[^:]*:states:[^:]*:[^:]*:(.+?)(\.sync(?::\d)?|\.waitForTaskToken)?$/s.exec(resource) ?? [];
  const waits = pattern === undefined ? "" : pattern === ".waitForTaskToken" ? " · callback" : " · sync";
  if (integration?.startsWith("activity:")) return { kind: "Task · Activity", detail: integration.slice(9) };
  if (integration !== undefined) {
    const parts = integration.split(":").filter((part) => part !== "aws-sdk");
    const [service = "", action = ""] = parts;
    const name = services.get(service) ?? service.replace(/^./, (first) => first.toUpperCase());
    const target = targets.map((key) => argument(state, key)).find((value) => value !== undefined);
    const isPlain = service === "lambda" && action === "invoke";
    const detail = [isPlain ? "" : action, lastPart(target)].filter((part) => part !== "").join(" ");
    return { kind: `Task · ${name}${waits}`, detail };
  }
  return { kind: resource.includes(":lambda:") ? "Task · Lambda" : "Task", detail: lastPart(resource) };
}

function seconds(value: unknown): string {
  if (typeof value !== "number") return `${short(value)} seconds`;
  const units: readonly (readonly [number, string])[] = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
  ];
  const [size, unit] = units.find(([size]) => value >= size && value % size === 0) ?? [1, "s"];
  return `${value / size} ${unit}`;
}

function wait(state: unknown): string {
  const forSeconds = field(state, "Seconds") ?? field(state, "SecondsPath");
  if (forSeconds !== undefined) return `for ${seconds(forSeconds)}`;
  const until = field(state, "Timestamp") ?? field(state, "TimestampPath");
  return until === undefined ? "" : `until ${short(until)}`;
}

function map(state: unknown): string {
  const items = field(state, "Items") ?? field(state, "ItemsPath");
  const concurrency = field(state, "MaxConcurrency") ?? field(state, "MaxConcurrencyPath");
  return [
    items === undefined ? "for each item" : `for each of ${typeof items === "string" ? short(items) : "a list"}`,
    concurrency === undefined || concurrency === 0 ? "" : `${short(concurrency)} at a time`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function isDistributed(state: unknown): boolean {
  return field(field(field(state, "ItemProcessor"), "ProcessorConfig"), "Mode") === "DISTRIBUTED";
}

function kindAndDetail(type: string, state: unknown): { readonly kind: string; readonly detail: string } {
  switch (type) {
    case "Task":
      return task(state);
    case "Wait":
      return { kind: type, detail: wait(state) };
    case "Fail":
      return { kind: type, detail: short(field(state, "Error") ?? field(state, "ErrorPath")) };
    case "Map":
      return { kind: isDistributed(state) ? "Distributed Map" : type, detail: map(state) };
    case "Reference":
      return { kind: "goes to", detail: "" };
    case "Missing":
      return { kind: "Missing state", detail: "" };
    default:
      return { kind: type, detail: "" };
  }
}

/** Says what a state does, in the few words that fit on its card. */
export function describe(name: string, type: string, state: unknown): Description {
  const { kind, detail: whole } = kindAndDetail(type, state);
  const detail = whole === name ? "" : whole;
  const retries = asList(field(state, "Retry")).flatMap((rule) => texts(field(rule, "ErrorEquals")));
  const timeout = field(state, "TimeoutSeconds") ?? field(state, "TimeoutSecondsPath");
  const facts = [
    `${name} (${kind})`,
    detail,
    timeout === undefined ? "" : `time-out ${seconds(timeout)}`,
    retries.length === 0 ? "" : `retried on ${[...new Set(retries)].join(", ")}`,
    asText(field(state, "Comment")) ?? "",
  ];
  return { kind, detail, tooltip: facts.filter((fact) => fact !== "").join("\n"), retries: retries.length > 0 };
}
