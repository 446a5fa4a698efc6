// Validates, draws and compares ASL definitions: `npm run --silent asl -- help` says how.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { aslCommand } from "./lib/asl-command.js";
import { goldenFiles } from "./lib/golden.js";

// npm changes into the repository; INIT_CWD is where the person stands, and where the names of files are relative to.
const here = process.env.INIT_CWD ?? process.cwd();

process.exitCode = await aslCommand(process.argv.slice(2), {
  read: (path) => readFile(resolve(here, path), "utf8"),
  write: async (path, text) => {
    await mkdir(dirname(resolve(here, path)), { recursive: true });
    await writeFile(resolve(here, path), text);
  },
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  buildFolder: join(process.cwd(), ".build", "asl"),
  definitions: goldenFiles,
});
