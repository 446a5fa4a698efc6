import { parseArgs } from "node:util";
import { describeError } from "../local-run.js";
import { chooseTarget, explain, type Target } from "../robot/target.js";
import { answerHelp, UsageError, wrongOption } from "../usage.js";

/** What a person wrote behind a command. */
export interface Arguments<Option extends string> {
  readonly words: readonly string[];
  readonly target: Target;
  text(option: Option): string | undefined;
  flag(option: Option): boolean;
}

/**
 * A command of a person. Beside its own options it has `--stage NAME`, for a stage in AWS; without it the local runtime is meant,
 * at `--port`.
 */
export interface Command<Option extends string> {
  readonly usage: string;
  readonly texts?: readonly Option[];
  readonly flags?: readonly Option[];
  /** Gives the exit code. */
  run(args: Arguments<Option>): Promise<number>;
}

/** Runs a command and gives the exit code: 2, with a sentence, for what cannot be done as asked. */
export async function runCommand<const Option extends string>(
  command: Command<Option>,
  args: readonly string[],
): Promise<number> {
  answerHelp(command.usage, args);
  try {
    const read = readArguments(command, args);
    return await command.run(read).catch((error: unknown) => {
      throw explain(rootOf(error), read.target);
    });
  } catch (error) {
    console.error(describeError(error));
    return 2;
  }
}

function readArguments<Option extends string>(
  { usage, texts = [], flags = [] }: Command<Option>,
  args: readonly string[],
): Arguments<Option> {
  const options = Object.fromEntries([
    ...["stage", "port", ...texts].map((name) => [name, { type: "string" as const }]),
    ...["local", ...flags].map((name) => [name, { type: "boolean" as const }]),
  ]);
  try {
    const { values: parsed, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const values = new Map<string, unknown>(Object.entries(parsed));
    const text = (option: string) => {
      const value = values.get(option);
      return typeof value === "string" ? value : undefined;
    };
    const flag = (option: string) => values.get(option) === true;
    const target = chooseTarget({ local: flag("local"), stage: text("stage"), port: text("port") }, process.env);
    return { words: positionals, text, flag, target };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw wrongOption(error, usage);
  }
}

/** What `fetch` and the SDK wrap: the error of the connection. */
function rootOf(error: unknown): unknown {
  return error instanceof TypeError && error.cause !== undefined ? error.cause : error;
}
