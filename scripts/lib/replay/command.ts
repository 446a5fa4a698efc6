import { isObject, parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { answerQuestion } from "./answer.js";
import { isCase, questionOf, readCase, readCases } from "./case.js";
import { readExecution } from "./execution-file.js";
import { judge } from "./judge.js";
import { replayExecution } from "./replay-execution.js";
import { type Judged, summaryText } from "./summary.js";

/** What the command needs from outside. */
export interface ReplayHost {
  readonly isFolder: (path: string) => boolean;
  readonly list: (folder: string) => readonly string[];
  readonly read: (path: string) => string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const help = `Use: npm run replay -- [--verbose] [--definition DEFINITION] [--execution EXECUTION] FILE|FOLDER

FOLDER  of recorded cases: says how many the engine reproduces.
FILE    one recorded case, or {"definition": ..., "history": ...}: says where the run first differs from the history.
        With --definition, a file too, FILE may be the output of \`aws stepfunctions get-execution-history\` itself.
        EXECUTION, the output of \`aws stepfunctions describe-execution\`, tells the execution's name and ARN.

docs/replay.md has the formats.
`;

/** Answers every case of a folder and compares. */
export async function judgeCases(folder: string): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const recorded of readCases(folder)) {
    judged.push({ recorded, verdict: judge(recorded, await answerQuestion(questionOf(recorded))) });
  }
  return judged;
}

/** Runs the command. Its exit code: 0 all agrees, 1 something differs, 2 the command is wrong. */
export async function replayCommand(given: readonly string[], host: ReplayHost): Promise<number> {
  const verbose = given.includes("--verbose");
  const rest = given.filter((argument) => argument !== "--verbose");
  const named: Record<string, string> = {};
  for (const option of ["--definition", "--execution"]) {
    const [, file] = rest.includes(option) ? rest.splice(rest.indexOf(option), 2) : [];
    if (file !== undefined) named[option.slice(2)] = file;
  }
  const [path] = rest;
  if (given.includes("--help") || given.includes("-h")) {
    host.print(help);
    return 0;
  }
  if (path === undefined || path.startsWith("--") || rest.length !== 1) {
    host.complain(help);
    return 2;
  }
  try {
    if (!host.isFolder(path)) return await replayFile(path, named, host);
    const files = host.list(path);
    if (!files.includes("cases") && !files.some((file) => file.endsWith(".json"))) {
      throw new Error(`There is no recorded case in ${path}.`);
    }
    const judged = await judgeCases(path);
    host.print(`${summaryText(judged, { verbose })}\n`);
    return judged.some(({ verdict }) => verdict.verdict === "diverged") ? 1 : 0;
  } catch (error) {
    host.complain(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function replayFile(path: string, named: Readonly<Record<string, string>>, host: ReplayHost): Promise<number> {
  const json = readObject(path, host);
  if (isCase(json)) {
    const recorded = readCase(path.split(/[\\/]/).pop() ?? path, json);
    const verdict = judge(recorded, await answerQuestion(questionOf(recorded)));
    host.print(`${[verdict.verdict, verdict.why, verdict.causeWhy, verdict.historyWhy].filter(Boolean).join("\n")}\n`);
    return verdict.verdict === "reproduced" ? 0 : 1;
  }
  // What the options name takes the place of what the file has.
  const parts = Object.entries(named).map(([part, file]) => [part, readObject(file, host)]);
  const recording = readExecution({
    ...(json.events === undefined ? json : { history: json }),
    ...Object.fromEntries(parts),
  });
  const found = await replayExecution(recording);
  if (found === undefined) {
    host.print(`The run agrees with all ${recording.events.length} recorded events.\n`);
    return 0;
  }
  const { state = "(none)", event, field, recorded, actual } = found;
  const lines = [
    `First divergence: state ${state}, event ${event}, field ${field}`,
    `  recorded: ${JSON.stringify(recorded)}`,
    `  actual:   ${JSON.stringify(actual)}`,
  ];
  host.print(`${lines.join("\n")}\n`);
  return 1;
}

function readObject(path: string, host: ReplayHost): JsonObject {
  const json = parseJson(host.read(path));
  if (isObject(json)) return json;
  throw new Error(`${path} must hold a JSON object.`);
}
