/** An error whose message tells a person all there is to tell: `run.mjs` shows it without a stack trace. */
export class PlainError extends Error {
  override readonly name: string = "PlainError";
  /** Of the script that ends with it: 1 for what went wrong. */
  readonly exitCode: 1 | 2 = 1;
}

/** What a person asked for in a way that cannot be done. */
export class UsageError extends PlainError {
  override readonly name = "UsageError";
  override readonly exitCode = 2;
}

/**
 * The first line of a usage, which an error shows.
 *
 * @example useLine("Use: npm run dlq\n\nShows ..."); // "Use: npm run dlq"
 */
export function useLine(usage: string): string {
  return usage.split("\n", 1)[0] ?? "";
}

/** What `parseArgs` says of a wrong option, without its advice on texts that begin with a dash. */
export function optionSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\. To specify a positional argument.*$/su, "").replace(/\.?$/u, ".");
}

/** The error for what `parseArgs` refuses: its sentence, and how the command is used. */
export function wrongOption(error: unknown, usage: string): UsageError {
  return new UsageError(`${optionSentence(error)}\n${useLine(usage)}`);
}

/** Prints the usage and ends the process with code 0, where `--help` or `-h` stands among the arguments. */
export function answerHelp(usage: string, args: readonly string[] = process.argv.slice(2)): void {
  if (!args.some((arg) => arg === "--help" || arg === "-h")) return;
  console.log(usage.trimEnd());
  process.exit(0);
}

/**
 * For a script without arguments: answers `--help`, and takes no other.
 *
 * @throws UsageError
 */
export function takeNoArguments(usage: string, args: readonly string[] = process.argv.slice(2)): void {
  answerHelp(usage, args);
  if (args.length > 0) throw new UsageError(`"${args.join(" ")}" is not known here.\n${useLine(usage)}`);
}

/** The exit code of a script that ends with an error. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof PlainError ? error.exitCode : 1;
}
