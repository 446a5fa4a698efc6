import { once } from "node:events";
import { Server as HttpServer } from "node:http";
import type { Server } from "node:net";
import { createAdaptorServer } from "@hono/node-server";

/** A server that listens on this machine only. */
export interface LoopbackServer {
  readonly port: number;
  /** Ends open connections too. */
  stop(): Promise<void>;
}

/** What to do about a port. The other program may be a runtime, too, which has the next port as well. */
const choose = (port: number) => `Choose another: npm start -- --port ${port}, or PORT=${port} npm start.`;

/** The port belongs to another program, or to the system. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";

  constructor(port: number, why = "is taken by another program") {
    super(`Port ${port} ${why}. ${choose(port < 1024 || port > 65_000 ? 3000 : port + 2)}`);
  }
}

/** The port for devices belongs to another program, or is none. */
export class MqttPortError extends PortTakenError {
  override readonly message: string;

  constructor(port: number) {
    super(port);
    const why = port > 65_535 ? "does not exist" : "is taken by another program";
    const free = choose(port > 65_000 ? 3000 : port + 2);
    this.message = `Port ${port}, where devices connect by MQTT, ${why}. It is always the one after the HTTP port. ${free}`;
  }
}

/**
 * Serves HTTP on 127.0.0.1 and, where the machine has IPv6, on ::1, since `localhost` may mean either.
 *
 * @param port 0 for any free one
 * @throws PortTakenError
 */
export async function serveOnLoopback(
  port: number,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<LoopbackServer> {
  return listenOnLoopback(port, (hostname) => {
    const server = createAdaptorServer({ fetch, hostname });
    if (!("closeAllConnections" in server)) throw new Error("The server must speak HTTP/1.1.");
    return server;
  });
}

/**
 * Lets servers that `create` makes listen on both addresses of this machine.
 *
 * @param port 0 for any free one
 * @throws PortTakenError
 */
export async function listenOnLoopback(port: number, create: (hostname: string) => Server): Promise<LoopbackServer> {
  const first = await listen(create("127.0.0.1"), "127.0.0.1", port);
  const address = first.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  const servers = [first];
  try {
    servers.push(await listen(create("::1"), "::1", actual));
  } catch (error) {
    // A random port may be free on one address alone; a chosen one must be ours on both, or a browser may meet the other program.
    const isNoMatter = !(error instanceof PortTakenError) || port === 0;
    if (!isNoMatter) {
      await close(first);
      throw error;
    }
  }
  return {
    port: actual,
    async stop() {
      await Promise.all(servers.map(close));
    },
  };
}

/**
 * Finds out early whether the ports can be had, the one for HTTP and the next one for MQTT: before a build whose result could
 * not be served.
 *
 * @param port 0 for any free ones, which there always are
 * @throws PortTakenError
 */
export async function requireFreePort(port: number): Promise<void> {
  if (port === 0) return;
  await tryPort(port);
  if (port === 65_535) throw new MqttPortError(port + 1);
  await tryPort(port + 1).catch((error: unknown) => {
    throw error instanceof PortTakenError ? new MqttPortError(port + 1) : error;
  });
}

async function tryPort(port: number): Promise<void> {
  const server = await serveOnLoopback(port, () => new Response(null, { status: 503 }));
  await server.stop();
}

async function listen(server: Server, hostname: string, port: number): Promise<Server> {
  server.listen({ host: hostname, port, ipv6Only: true });
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new PortTakenError(port);
    if (code === "EACCES") throw new PortTakenError(port, "may only be used by the system's administrator");
    throw error;
  }
  return server;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if (server instanceof HttpServer) server.closeAllConnections();
  await closed;
}
