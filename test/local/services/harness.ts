import { serve } from "@hono/node-server";
import { realClock } from "../../../asl/interpreter/index.js";
import { createInbox } from "../../../local/messages.js";
import type { LocalContext, Resource, Service } from "../../../local/service.js";

const clock = realClock();

/** A context with the parts that these services use; the rest throws, so that no test passes by accident. */
export function testContext(parts: Partial<LocalContext> = {}): LocalContext {
  const unused = (what: string) => () => {
    throw new Error(`${what} is not part of this test.`);
  };
  return {
    clock,
    random: Math.random,
    uuid: () => crypto.randomUUID(),
    region: "eu-west-1",
    accountId: "000000000000",
    partition: "aws",
    endpoint: unused("endpoint"),
    log: () => {},
    messages: createInbox(),
    hosts: { add: unused("hosts.add"), find: unused("hosts.find") },
    workFolder: "/nonexistent",
    invokeFunction: unused("invokeFunction"),
    queueEvent: unused("queueEvent"),
    callApi: unused("callApi"),
    events: { publish: () => {}, subscribe: () => {} },
    ...parts,
  };
}

/** A resource of a stack as the runtime hands it to a service. */
export function testResource(type: string, name: string, attributes: Resource["attributes"]): Resource {
  return { address: `${type}.${name}`, type, name, system: "test", folder: "/nonexistent", attributes };
}

/** What a client needs to reach a service here. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** Serves one service on loopback, as the runtime does for its signed requests. */
export async function serveService(service: Service): Promise<{ client: ClientSettings; stop: () => Promise<void> }> {
  const handle = service.handle;
  if (!handle) throw new Error(`${service.name} has no API.`);
  const fetch = (request: Request) => handle(request, { accessKeyId: "test" });
  return await new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
      resolve({
        client: {
          endpoint: `http://127.0.0.1:${port}`,
          region: "eu-west-1",
          credentials: { accessKeyId: "test", secretAccessKey: "test" },
          maxAttempts: 1,
        },
        stop: async () => {
          await service.stop();
          await new Promise((closed) => server.close(closed));
        },
      });
    });
  });
}
