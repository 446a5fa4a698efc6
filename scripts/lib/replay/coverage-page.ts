import { intrinsicFunctions } from "../../../asl/interpreter/intrinsic-functions.js";
import { formats } from "../../../asl/interpreter/item-formats.js";
import { choiceOperators } from "../../../asl/interpreter/json-path-choice.js";
import { jsonPathLanguage } from "../../../asl/interpreter/json-path-language.js";
import { awsFunctions } from "../../../asl/interpreter/jsonata-functions.js";
import { jsonataLanguage } from "../../../asl/interpreter/jsonata-language.js";
import { patterns } from "../../../asl/interpreter/resource.js";
import { stateTypes } from "../../../asl/interpreter/state.js";
import { resultShapes } from "../../../asl/interpreter/test-state/result-shapes.js";
import { actionNames } from "../../../local/services/stepfunctions/actions.js";
import { integrationNames } from "../../../local/services/stepfunctions/integrations/index.js";
import type { RecordedCase } from "./case.js";
import { byKind, type Judged } from "./summary.js";

/** Where the part begins that needs the recordings. */
export const recordedPart = "## Recorded on AWS";

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

/** What the engine has, read off its own tables. */
export function languagePart(): string {
  const languages = [jsonPathLanguage, jsonataLanguage];
  return [
    "# What the engine runs",
    "",
    "Written by `npm run coverage` from the engine's own tables and from the recordings; a test fails when it is stale.",
    "",
    "## States and their fields",
    "",
    "Besides `Type`, `Comment` and `QueryLanguage`. A field that is not here is refused when the definition is compiled.",
    "",
    "| State | JSONPath | JSONata |",
    "| --- | --- | --- |",
    ...stateTypes.map((type) => `| ${type} | ${languages.map(({ fields }) => code(fields[type])).join(" | ")} |`),
    "",
    `A Choice rule has in JSONPath ${code(jsonPathLanguage.ruleFields.filter((field) => !isOperator(field)))} and one of the operators; in JSONata ${code(jsonataLanguage.ruleFields)}.`,
    "",
    `Choice operators: ${code(choiceOperators)}.`,
    "",
    "## Functions",
    "",
    `Intrinsic functions: ${code(Object.keys(intrinsicFunctions).map((name) => `States.${name}`))}.`,
    "",
    `JSONata 2.0.6 with ${code(Object.keys(awsFunctions).flatMap((name) => (awsFunctions[name] ? [`$${name}`] : [])))} of Step Functions; \`$eval\` is not there.`,
    "",
    "## Tasks",
    "",
    "Any service, through the port `call`: the engine knows how a task waits, the host how a service answers.",
    "",
    "| Resource | Ends with |",
    "| --- | --- |",
    "| `arn:...:lambda:...:function:...` | the function's result |",
    "| `arn:...:states:...:activity:...` | its task token, once a worker has taken it |",
    ...Object.entries(patterns).map(
      ([suffix, pattern]) => `| \`arn:aws:states:::service:action${suffix}\` | ${ends[pattern]} |`,
    ),
    "",
    "### On one machine",
    "",
    "What Task states can call under `npm start`, as the machine's role; anything else stops the start with a sentence. Besides: functions by their ARN, and activities.",
    "",
    `Optimized: ${code(optimized)}. \`.sync\` and \`.sync:2\` for \`states:startExecution\`; \`.waitForTaskToken\` for all but DynamoDB.`,
    "",
    `Generic: ${code(generic)}.`,
    "",
    `The API of Step Functions: ${code(actionNames)}.`,
    "",
    "## Map",
    "",
    `Inline and distributed. Item readers: an S3 listing, or with \`LOAD_AND_FLATTEN\` what its objects hold; objects of the types ${code(formats)}; S3 inventories (\`MANIFEST\`) in CSV and Parquet, and the files of an Athena data manifest, both compressed by gzip or not. An inventory in ORC fails with \`States.ItemReaderFailed\`. How AWS writes a time from a Parquet file is not documented; here it is a text of RFC 3339. Files come from the port \`objects\`, as in the test kit's \`bucketFiles\`; \`npm start\` has no S3 for state machines, so readers and writers fail there.`,
    "Over objects as well as lists; the recordings, which are older, are compared with lists alone (`onlyLists`).",
    "`ItemBatcher`, `ResultWriter` with `NONE`, `COMPACT` and `FLATTEN`, tolerated failures, child executions of both types, Map runs.",
    "",
    "## Test of a state",
    "",
    `All of \`TestState\`, but for the details of an HTTP task's request. Mocked results are checked against the answers of ${Object.keys(resultShapes).length} API actions: ${code(Object.keys(resultShapes))}.`,
    "",
    "## Limits",
    "",
    "256 KiB of input, parameters, items of a Map, result, output and assigned variables, 10 MiB of variables in all; 25,000 events and a year of a Standard execution; five minutes of an Express one; a wait of 2³¹ - 1 seconds; 40 iterations of an inline Map at once.",
    "",
  ].join("\n");
}

const optimized = integrationNames.filter((name) => !name.startsWith("aws-sdk:"));
const generic = integrationNames.filter((name) => name.startsWith("aws-sdk:"));
const operators: readonly string[] = choiceOperators;
const isOperator = (field: string): boolean => operators.includes(field);

const ends: Readonly<Record<string, string>> = {
  requestResponse: "the answer",
  waitForTaskToken: "its task token",
  sync: "the end of the job, or its task token",
  "sync:2": "the end of the job as JSON, or its task token",
  activity: "its task token, once a worker has taken it",
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** What the recordings say of the engine. */
export function recordingsPart(judged: readonly Judged[]): string {
  const ordered = judged.filter(({ verdict }) => verdict.history !== undefined);
  const reproduced = judged.filter(({ verdict }) => verdict.verdict === "reproduced");
  const missing = judged.filter(({ verdict }) => verdict.verdict !== "reproduced");
  return [
    recordedPart,
    "",
    "The recordings are what AWS Step Functions itself answered, from 2023 to 2026: definitions with their inputs, and the outcome and history of each execution, the verdict of the API on a definition, or its answer to a test of a state. Task results come from the recording, so that only the engine is compared. They are not part of this repository; half of them were held out when the engine was built. `docs/replay.md` has the format and the rules of the comparison, and a test corrupts 50 of them to see that each is found.",
    "",
    "`npm run replay -- ../shared/asl-conformance` prints this by tag, too. Weighted: each test function counts once, however many variants it has.",
    "",
    "| Kind | Cases | Reproduced | Diverged | Unsupported | Raw | Weighted |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...[...byKind(judged)].map(
      ([kind, each]) =>
        `| ${kind} | ${each.cases} | ${each.reproduced} | ${each.diverged} | ${each.unsupported} | ${percent(each.reproduced / each.cases)} | ${percent(each.weighted)} |`,
    ),
    "",
    `Causes and messages word by word: ${reproduced.filter(({ verdict }) => verdict.causeWhy === undefined).length} of ${reproduced.length} reproduced cases. Whole histories event by event: ${ordered.filter(({ verdict }) => verdict.history).length} of ${ordered.length}.`,
    "",
    "### Not reproduced",
    "",
    ...missing.map(({ recorded, verdict }) => `- ${nameOf(recorded)}: ${verdict.why}. ${reasonOf(recorded)}`.trim()),
    "",
    "### Other causes and messages",
    "",
    "Most are refused definitions: the validator says what to do about it, in words of its own.",
    "",
    ...reproduced.flatMap(({ recorded, verdict: { causeWhy } }) =>
      causeWhy === undefined ? [] : [`- ${nameOf(recorded)}: ${causeWhy}`],
    ),
    "",
    "### Other histories",
    "",
    "The exit of a distributed Map state follows `MapRunStarted`, as AWS records it since November 2024; before, it followed `MapRunSucceeded`.",
    "",
    ...reproduced.flatMap(({ recorded, verdict: { historyWhy } }) =>
      historyWhy === undefined ? [] : [`- ${nameOf(recorded)} (${recorded.json.recordedOn}): ${historyWhy}`],
    ),
    "",
  ].join("\n");
}

const nameOf = ({ file, id }: RecordedCase): string => `\`${file.replace(".json", "")}\` ${id.split("::").pop()}`;

/** What a question lacks, where that is why it cannot be answered as it was. */
function reasonOf({ kind, json }: RecordedCase): string {
  const { request } = json;
  const isTask = JSON.stringify(json.definition).includes('"Type":"Task"');
  const isMocked = typeof request === "object" && request !== null && "mock" in request;
  if (kind !== "test-state" || !isTask || isMocked) return "";
  return "The recorded call named a role and a real function; the question has neither, and without a role AWS refuses it as the engine does.";
}
