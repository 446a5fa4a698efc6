import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { type Finding, validate } from "../../asl/validator/index.js";
import { mermaid, svg } from "../../asl/views/diagram/index.js";
import { diff, diffMarkdown, diffText, isEmpty } from "../../asl/views/diff/index.js";
import { executionPath, historyTable } from "../../asl/views/history/index.js";
import { optionSentence } from "./usage.js";

/** What the command needs of the world. `read` rejects when there is no such file. */
export interface CommandPorts {
  readonly read: (path: string) => Promise<string>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Where `build` writes when it is not told. */
  readonly buildFolder: string;
  /** The definitions that `build` writes. */
  readonly definitions: () => readonly { readonly path: string; readonly text: string }[];
}

/** How the command ended: as it should, with findings or differences, or not at all for a wrong call or file. */
export type ExitCode = 0 | 1 | 2;

const usage = `Use: npm run --silent asl -- COMMAND

  validate FILE...      says what is wrong with each definition
      --strict          counts warnings as findings
      --express         as an Express workflow
  diagram FILE          draws a definition as SVG
      --mermaid         as a Mermaid flowchart
      --history FILE    colours the way of an execution (the answer of GetExecutionHistory)
      --out FILE        writes a file instead of printing
  diff BEFORE AFTER     compares two definitions, state by state
      --markdown        for a pull request, with the diagram
      --json            as data
  history FILE          shows an execution's history as a table
  build [--out DIR]     writes every workflow's ASL, by default to .build/asl

Exit codes: 0 all is well (diff: no difference), 1 errors were found (diff: there are differences), 2 wrong use.
`;

/** A call that cannot be answered; its message is for the person who called. */
class WrongUse extends Error {}

/** A file that cannot be read: the call was right, so no usage need be shown. */
class WrongFile extends WrongUse {}

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Options = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

interface Command {
  readonly options: Options;
  /** How many files it takes. */
  readonly files: readonly [least: number, most: number];
  readonly run: (files: readonly string[], values: Values, ports: CommandPorts) => Promise<ExitCode>;
}

async function readText(path: string, { read }: CommandPorts): Promise<string> {
  try {
    return await read(path);
  } catch (error) {
    throw new WrongFile(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readJson(path: string, ports: CommandPorts): Promise<unknown> {
  const text = await readText(path, ports);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WrongFile(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A definition. What is wrong with its states is for `validate` to say; here it must have some. */
async function readDefinition(path: string, ports: CommandPorts): Promise<unknown> {
  const json = await readJson(path, ports);
  if (typeof json === "object" && json !== null && "States" in json) return json;
  throw new WrongFile(`${path} is no state machine's definition: it has no States.`);
}

/** The answer of GetExecutionHistory, or its list of events. */
async function readHistory(path: string, ports: CommandPorts): Promise<unknown> {
  const json = await readJson(path, ports);
  if (Array.isArray(json) || (typeof json === "object" && json !== null && "events" in json)) return json;
  throw new WrongFile(
    `${path} is no execution's history: it has no events, as aws stepfunctions get-execution-history prints them.`,
  );
}

async function writeText(path: string, text: string, { write }: CommandPorts): Promise<void> {
  try {
    await write(path, text);
  } catch (error) {
    throw new WrongFile(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const findingLine = (file: string, { severity, code, pointer, message }: Finding) =>
  `${file}${pointer === "" ? "" : `#${pointer}`}: ${severity} ${code}: ${message}`;

async function runValidate(files: readonly string[], values: Values, ports: CommandPorts): Promise<ExitCode> {
  let wrong = 0;
  for (const file of files) {
    const findings = validate(await readText(file, ports), { type: values.express ? "EXPRESS" : "STANDARD" });
    for (const finding of findings) ports.print(`${findingLine(file, finding)}\n`);
    if (findings.length === 0) ports.print(`${file}: fine\n`);
    wrong += findings.filter(({ severity }) => severity === "error" || values.strict).length;
  }
  return wrong === 0 ? 0 : 1;
}

async function runDiagram([file = ""]: readonly string[], values: Values, ports: CommandPorts): Promise<ExitCode> {
  const { mermaid: asMermaid, svg: asSvg, history, out } = values;
  if (asMermaid && asSvg) throw new WrongUse("diagram takes --svg or --mermaid, not both.");
  const definition = await readDefinition(file, ports);
  const path = typeof history === "string" ? { path: executionPath(await readHistory(history, ports)) } : {};
  const options = { title: `The workflow ${basename(file).replace(/(\.asl)?\.json$/, "")}`, ...path };
  const text = asMermaid ? mermaid(definition, options) : svg(definition, options);
  if (typeof out === "string") await writeText(out, text, ports);
  else ports.print(text);
  return 0;
}

async function runDiff(
  [before = "", after = ""]: readonly string[],
  values: Values,
  ports: CommandPorts,
): Promise<ExitCode> {
  if (values.markdown && values.json) throw new WrongUse("diff takes --markdown or --json, not both.");
  const now = await readDefinition(after, ports);
  const result = diff(await readDefinition(before, ports), now);
  if (values.json) ports.print(`${JSON.stringify(result, null, 2)}\n`);
  else ports.print(values.markdown ? diffMarkdown(result, now) : diffText(result));
  return isEmpty(result) ? 0 : 1;
}

async function runHistory([file = ""]: readonly string[], _: Values, ports: CommandPorts): Promise<ExitCode> {
  ports.print(historyTable(await readHistory(file, ports)));
  return 0;
}

async function runBuild(_: readonly string[], { out }: Values, ports: CommandPorts): Promise<ExitCode> {
  const folder = typeof out === "string" ? out : ports.buildFolder;
  for (const { path, text } of ports.definitions()) {
    const target = join(folder, basename(path));
    await writeText(target, text, ports);
    ports.print(`wrote ${target}\n`);
  }
  return 0;
}

const flag = { type: "boolean" } as const;
const text = { type: "string" } as const;

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["validate", { options: { strict: flag, express: flag }, files: [1, Number.POSITIVE_INFINITY], run: runValidate }],
  ["diagram", { options: { svg: flag, mermaid: flag, history: text, out: text }, files: [1, 1], run: runDiagram }],
  ["diff", { options: { markdown: flag, json: flag }, files: [2, 2], run: runDiff }],
  ["history", { options: {}, files: [1, 1], run: runHistory }],
  ["build", { options: { out: text }, files: [0, 0], run: runBuild }],
]);

function parsed(name: string, { options, files: [least, most] }: Command, args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length >= least && positionals.length <= most) return { values, positionals };
  } catch (error) {
    throw new WrongUse(`${name}: ${optionSentence(error)}`);
  }
  const wanted = least === most ? String(least) : `at least ${least}`;
  throw new WrongUse(`${name} takes ${wanted} ${wanted === "1" || wanted === "at least 1" ? "file" : "files"}.`);
}

/**
 * Runs `npm run asl -- ARGUMENTS`.
 *
 * @returns the exit code: as `diff` and linters do, 0 when there is nothing to say, 1 for findings or differences, 2 for a wrong call.
 */
export async function aslCommand(args: readonly string[], ports: CommandPorts): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  if (name === "help" || args.includes("--help") || args.includes("-h")) {
    ports.print(usage);
    return 0;
  }
  try {
    const command = commands.get(name);
    if (command === undefined) throw new WrongUse(name === "" ? "Which command?" : `There is no command ${name}.`);
    const { values, positionals } = parsed(name, command, rest);
    return await command.run(positionals, values, ports);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    ports.complain(error instanceof WrongFile ? `${error.message}\n` : `${error.message}\n\n${usage}`);
    return 2;
  }
}
