import type { Topic } from "./model.js";

const topics: Readonly<Record<string, Topic>> = {
  Type: "type",
  Resource: "call",
  Credentials: "call",
  Arguments: "input",
  Parameters: "input",
  InputPath: "input",
  ItemSelector: "input",
  StartAt: "transition",
  Next: "transition",
  End: "transition",
  Default: "transition",
  Choices: "condition",
  TimeoutSeconds: "timeout",
  TimeoutSecondsPath: "timeout",
  HeartbeatSeconds: "timeout",
  HeartbeatSecondsPath: "timeout",
  Retry: "retry",
  Catch: "catch",
  Seconds: "wait",
  SecondsPath: "wait",
  Timestamp: "wait",
  TimestampPath: "wait",
  Branches: "nesting",
  ItemProcessor: "nesting",
  Iterator: "nesting",
  Error: "failure",
  ErrorPath: "failure",
  Cause: "failure",
  CausePath: "failure",
  QueryLanguage: "language",
  Comment: "comment",
};

/** The fields of a task's input that name what it calls. */
export const targetNames = [
  "FunctionName",
  "StateMachineArn",
  "TopicArn",
  "QueueUrl",
  "TableName",
  "JobName",
  "JobDefinition",
  "TaskDefinition",
  "EventBusName",
  "ApiEndpoint",
] as const;

const targets: ReadonlySet<string> = new Set(targetNames.flatMap((name) => [name, `${name}.$`]));

/** What the field at a path, given by its parts, is about. */
export function topicOf(parts: readonly string[]): Topic {
  const [first = "", second = ""] = parts;
  const last = parts.at(-1) ?? "";
  if ((first === "Choices" || first === "Catch") && parts.length === 3 && last === "Next") return "transition";
  if ((first === "Arguments" || first === "Parameters") && parts.length === 2 && targets.has(second)) return "call";
  return Object.hasOwn(topics, first) ? (topics[first] ?? "data") : "data";
}
