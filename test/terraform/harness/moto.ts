import { request } from "node:http";
import { spawnBound } from "../../support/spawn-bound.js";
import type { Answer, Call } from "./call.js";

/** A `moto_server` of its own, in memory, on a free port. */
export interface Moto {
  answer(call: Call): Promise<Answer>;
  stop(): Promise<void>;
}

/**
 * Starts `moto_server`, which does not outlive this process.
 *
 * @throws Error with what it printed, when it ends instead.
 */
export async function startMoto(): Promise<Moto> {
  const { child, kill } = spawnBound("moto_server", ["-H", "127.0.0.1", "-p", "0"], {});
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let printed = "";
    const read = (text: string) => {
      printed += text;
      const found = /Running on http:\/\/127\.0\.0\.1:(\d+)/u.exec(printed);
      if (found) resolve(Number(found[1]));
      // It prints a line for each request; nobody needs to keep them.
      if (printed.length > 100_000) printed = "";
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.on("error", reject).on("close", (code) => reject(new Error(`moto_server ended with ${code}:\n${printed}`)));
  });
  return {
    answer: (call) => forward(port, call),
    async stop() {
      kill();
      await ended;
    },
  };
}

/** The host stays the caller's: moto writes it into what it answers, such as a queue's URL. */
function forward(port: number, { method, path, headers, body }: Call): Promise<Answer> {
  const { expect: _, "transfer-encoding": __, connection: ___, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const settings = { host: "127.0.0.1", port, method, path, agent: false };
    const outgoing = request({ ...settings, headers: { ...kept, "content-length": body.length } }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part)).on("error", reject);
      incoming.on("end", () => {
        const answered = Object.entries(incoming.headers).flatMap(([name, value]) =>
          value === undefined || ["connection", "transfer-encoding", "content-length"].includes(name)
            ? []
            : [[name, String(value)]],
        );
        resolve({
          status: incoming.statusCode ?? 500,
          headers: Object.fromEntries(answered),
          body: Buffer.concat(parts),
        });
      });
    });
    outgoing.on("error", reject).end(body);
  });
}
