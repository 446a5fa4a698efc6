import { spawn } from "node:child_process";
import { join } from "node:path";
import { PlainError } from "../usage.js";

/** A runtime that the demo can use. */
export interface Running {
  readonly url: string;
  /** Ends it, if the demo has started it. */
  stop(): Promise<void>;
}

/**
 * The runtime of a running `npm start`, at `PORT` or 3000, else one of the demo's own on any free port.
 *
 * @throws PlainError when it cannot be started; its last lines say why
 */
export async function findOrStart(port: number, say: (line: string) => void): Promise<Running> {
  const url = `http://localhost:${port}`;
  if (await answers(url)) {
    say(`Using what runs at ${url}.`);
    return { url, stop: async () => {} };
  }
  // Begun first: whoever reads the line may end the demo at once, and what it has started ends with it.
  const started = start();
  say(`Nothing runs at ${url}: starting all systems on a free port.`);
  return await started;
}

async function answers(url: string): Promise<boolean> {
  const systems = await fetch(`${url}/_local/api/systems`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => undefined,
  );
  return systems?.ok === true;
}

function start(): Promise<Running> {
  const child = spawn(process.execPath, [join("scripts", "run.mjs"), "start", "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  // A terminal tells the whole group; others tell the demo alone.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  }
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (text: string) => {
      printed += text;
      const url = /console\s+(http:\/\/localhost:\d+)\/_local\//.exec(printed)?.[1];
      // Orders are packed and blended only once these have come.
      if (url !== undefined && printed.includes("robot2 is online") && /warehouse/i.test(printed))
        resolve({ url, stop });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", read);
    child.on("error", reject);
    child.on("close", () => reject(new PlainError(`npm start ended:\n${printed.split("\n").slice(-20).join("\n")}`)));
  });
}
