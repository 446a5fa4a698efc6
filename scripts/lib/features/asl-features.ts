import { type GraphNode, graphOf } from "../../../asl/graph.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../../local/service.js";
import type { Feature } from "./feature.js";

const stateTypes = ["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

/** The fields that change what a state does, in the order in which data passes through them. */
const fields = [
  ...["InputPath", "Parameters", "Arguments", "Resource", "Credentials", "ResultSelector", "ResultPath", "Result"],
  ...["OutputPath", "Output", "Assign", "Choices", "Default", "Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
  ...["Error", "ErrorPath", "Cause", "CausePath", "Branches", "Items", "ItemsPath", "ItemSelector", "ItemProcessor"],
  ...["MaxConcurrency", "MaxConcurrencyPath", "ItemReader", "ItemBatcher", "ResultWriter", "ToleratedFailureCount"],
  ...["ToleratedFailurePercentage", "Label"],
];

const errorFields = [
  "Retry",
  "Catch",
  "TimeoutSeconds",
  "TimeoutSecondsPath",
  "HeartbeatSeconds",
  "HeartbeatSecondsPath",
];
const retrierFields = ["MaxAttempts", "IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"];
const catcherFields = ["ResultPath", "Assign", "Output"];

/** What a Task's `Resource` says of how the service is called, by the pattern's name in the developer guide. */
const patterns: Readonly<Record<string, RegExp>> = {
  "Request response": /^arn:[^:]*:states:::(?!aws-sdk:)[\w-]+:\w+$/,
  "Run a job (.sync)": /\.sync(:2)?$/,
  "Wait for a callback (.waitForTaskToken)": /\.waitForTaskToken$/,
  "AWS SDK integration": /:states:::aws-sdk:/,
  "A function's ARN as Resource": /:lambda:[^:]*:[^:]*:function:/,
  Activity: /:activity:/,
};

const services = ["lambda", "dynamodb", "sqs", "sns", "events", "states"];

/** What of the Amazon States Language the systems' definitions show. */
export const aslFeatures: readonly Feature[] = [
  ...stateTypes.map((type) => inStates("State types", type, ({ type: found }) => found === type)),
  inStates("State types", "Map, distributed", ({ json }) => modeOf(json) === "DISTRIBUTED"),
  ...["JSONata", "JSONPath"].map((language) => ({
    section: "Query languages",
    name: language,
    isShownBy: ({ definitions }: { definitions: readonly JsonObject[] }) =>
      definitions.some((definition) => languages(definition).includes(language)),
  })),
  ...fields.map((field) => inStates("Fields", field, ({ json }) => has(json, field))),
  ...errorFields.map((field) => inStates("Errors and limits", field, ({ json }) => field in json)),
  {
    section: "Errors and limits",
    name: "TimeoutSeconds of the state machine",
    isShownBy: ({ definitions }) => definitions.some((definition) => "TimeoutSeconds" in definition),
  },
  ...retrierFields.map((field) => inRules("Retry", field)),
  ...catcherFields.map((field) => inRules("Catch", field)),
  ...Object.entries(patterns).map(([name, pattern]) =>
    inStates("Integration patterns", name, ({ json }) => pattern.test(String(json.Resource))),
  ),
  ...services.map((service) =>
    inStates("Services called without a function between", service, ({ json }) =>
      String(json.Resource).includes(`:states:::${service}:`),
    ),
  ),
];

function inStates(section: string, name: string, holds: (state: GraphNode) => boolean): Feature {
  return { section, name, isShownBy: ({ definitions }) => definitions.some((one) => graphOf(one).nodes.some(holds)) };
}

function inRules(list: "Retry" | "Catch", field: string): Feature {
  const rules = (state: GraphNode) => objects(state.json[list]);
  return inStates("Errors and limits", `${list}: ${field}`, (state) => rules(state).some((rule) => has(rule, field)));
}

/** Whether a field is there, or its form in a payload template, which ends in `.$`. */
function has(json: JsonObject, field: string): boolean {
  return field in json || `${field}.$` in json;
}

function modeOf(state: JsonObject): Json | undefined {
  const [processor] = objects([state.ItemProcessor ?? null]);
  return objects([processor?.ProcessorConfig ?? null])[0]?.Mode;
}

function languages(definition: JsonObject): readonly Json[] {
  const own = graphOf(definition).nodes.flatMap(({ json }) => json.QueryLanguage ?? []);
  return [definition.QueryLanguage ?? "JSONPath", ...own];
}

function objects(value: Json | undefined): readonly JsonObject[] {
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  return items.filter(isObject);
}
