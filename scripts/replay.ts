// Replays recorded executions on the engine: `npm run replay -- --help` says how.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { replayCommand } from "./lib/replay/command.js";

// npm changes into the repository; INIT_CWD is where the person stands, and where the names of files are relative to.
const here = process.env.INIT_CWD ?? process.cwd();
const args = process.argv.slice(2).map((argument) => (argument.startsWith("-") ? argument : resolve(here, argument)));

function existing(path: string): string {
  if (!existsSync(path)) throw new Error(`There is no file or folder ${path}.`);
  return path;
}

process.exitCode = await replayCommand(args, {
  isFolder: (path) => statSync(existing(path)).isDirectory(),
  list: (folder) => readdirSync(folder),
  read: (path) => readFileSync(existing(path), "utf8"),
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
});
