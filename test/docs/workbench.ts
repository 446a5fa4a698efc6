import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of the repository to work in, which ends with the test. */
export interface Workbench {
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  run(script: string): Promise<Ran>;
  /** Starts a script that does not end, as in a terminal of its own, and waits until it has printed this; ends the one before. */
  serve(script: string, ready: string): Promise<void>;
}

const copied = ["asl", "bench", "frontend", "handlers", "local", "scripts", "stacks"];
const files = ["package.json", "tsconfig.json", "cdktf.json", ".gitignore"];

/** Copies what a build needs, and makes a Git repository of it, as a person has one. */
export async function createWorkbench(root: string): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), "stepwright-tutorial-"));
  const home = await mkdtemp(join(tmpdir(), "stepwright-home-"));
  // Nobody's settings and credentials get in: the page must say all that is needed.
  const env = {
    ...{ PATH: process.env.PATH, HOME: home, NO_PROXY: "localhost,127.0.0.1", AWS_PAGER: "" },
    ...{ AWS_CONFIG_FILE: join(home, "config"), AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials") },
  };
  let serving: { stop(): Promise<void> } | undefined;
  onTestFinished(async () => {
    await serving?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    await rm(home, { recursive: true, force: true });
  });
  for (const path of [...copied, ...files]) await cp(join(root, path), join(folder, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const launch = (script: string) => {
    // A group of its own, so that all that a script has started ends with it.
    const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
      ...{ cwd: folder, env, detached: true },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let onOutput = () => {};
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        onOutput();
      });
    }
    const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
    const listen = (listener: () => void) => {
      onOutput = listener;
    };
    return { child, ended, output: () => output, listen };
  };
  const run = async (script: string): Promise<Ran> => {
    const { ended, output } = launch(script);
    const code = await ended;
    return { code, output: output() };
  };
  const git =
    "git init -q && git add asl handlers stacks && git -c user.name=t -c user.email=t@example.com commit -qm t";
  const made = await run(git);
  if (made.code !== 0) throw new Error(`The copy is no Git repository: ${made.output}`);
  return {
    read: (path) => readFile(join(folder, path), "utf8"),
    async write(path, text) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    run,
    async serve(script, ready) {
      await serving?.stop();
      const { child, ended, output, listen } = launch(script);
      serving = {
        async stop() {
          if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
          await ended;
        },
      };
      await new Promise<void>((resolve, reject) => {
        listen(() => {
          if (output().includes(ready)) resolve();
        });
        void ended.then(() => reject(new Error(`"${script}" ended before it was ready:\n${output()}`)));
      });
    },
  };
}

/** A port that is free now, and the one after it, outside of those that the system gives out by itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 5000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "localhost"), "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
