import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { extname, join, normalize } from "node:path";

/** A request that reached the stand-in for the API. */
export interface StubCall {
  readonly method: string;
  /** From `api/` on, e.g. `api/reminders/abc`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** What the stand-in answers; `drop` breaks the connection, `after` is a delay in milliseconds. */
export interface StubAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: unknown;
  readonly drop?: boolean;
  readonly after?: Promise<void>;
}

/** The built page, as the distribution serves it, with a stand-in for its API. */
export interface StubSite {
  /** With a final slash. */
  readonly url: string;
  readonly calls: StubCall[];
  /** Set by a test. */
  answer: (call: StubCall) => StubAnswer;
  stop(): Promise<void>;
}

/**
 * Serves a built site with the policy that the stack gives it.
 *
 * @param folder e.g. `.build/site/pet-reminders`
 * @param prefix where the site is: `/` as in AWS, or `/pet-reminders/` as under `npm start`
 */
export async function startStubSite(folder: string, prefix: string): Promise<StubSite> {
  const calls: StubCall[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : undefined;
    if (path === undefined) return void response.writeHead(404).end();
    if (path.startsWith("api/")) {
      const call = { method: request.method ?? "", path, headers: request.headers, body: await bodyOf(request) };
      calls.push(call);
      const { status = 200, type, body, drop, after } = site.answer(call);
      await after;
      if (drop) return void request.socket.destroy();
      const json = status >= 400 ? "application/problem+json" : "application/json";
      response.writeHead(status, { "content-type": type ?? json, "cache-control": "no-store" });
      return void response.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
    }
    const file = normalize(path === "" ? "index.html" : path);
    const content = file.startsWith("..") ? undefined : await readFile(join(folder, file)).catch(() => undefined);
    if (!content) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "", "content-security-policy": POLICY });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const site: StubSite = {
    url: `http://127.0.0.1:${port}${prefix}`,
    calls,
    answer: () => ({ status: 500 }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return site;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}

// As in the stack: nothing inline, nothing from elsewhere.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
