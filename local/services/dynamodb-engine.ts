import { EventEmitter } from "node:events";
import type { Server } from "node:http";
import dynalite from "dynalite";

/** Answers a DynamoDB request. */
export type DynamoEngine = (headers: Headers, body: string) => Promise<Response>;

/**
 * Starts dynalite, an implementation of DynamoDB's protocol, on a store in memory.
 *
 * It gets its requests as objects rather than over a socket: a second port would be one that a web page could reach.
 */
export function startEngine(): DynamoEngine {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return (headers, body) => callServer(server, headers, body);
}

function callServer(server: Server, headers: Headers, body: string): Promise<Response> {
  const request = Object.assign(new EventEmitter(), {
    method: "POST",
    url: "/",
    // With an Origin, dynalite would let every web page read the answer.
    headers: Object.fromEntries([...headers].filter(([name]) => name !== "origin")),
  });
  return new Promise((resolve) => {
    const answerHeaders = new Headers();
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: string | number) => answerHeaders.set(name, String(value)),
      end(answer?: string) {
        resolve(new Response(answer ?? null, { status: this.statusCode, headers: answerHeaders }));
      },
    };
    server.emit("request", request, response);
    // Emitted here and not by a stream: what dynalite throws rejects this promise, and does not end the process.
    if (body !== "") request.emit("data", Buffer.from(body));
    request.emit("end");
  });
}
