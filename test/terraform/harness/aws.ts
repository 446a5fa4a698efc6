import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../../asl/interpreter/index.js";
import { createApiCaller } from "../../../local/call-api.js";
import { createCredentialStore } from "../../../local/credentials.js";
import { createHosts } from "../../../local/hosts.js";
import { createInbox } from "../../../local/messages.js";
import type { LocalContext } from "../../../local/service.js";
import { createServiceEvents } from "../../../local/service-events.js";
import { createStepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { listen } from "../../support/listen.js";
import { accountId, region } from "./account.js";
import { type Answer, answerOf, type Call, json, readCall, webRequest } from "./call.js";
import { createFunctions } from "./functions.js";
import { createGaps } from "./gaps/index.js";
import { startMoto } from "./moto.js";

/** An AWS on this machine to deploy to: moto for most services, our Step Functions, our Lambda workers. */
export interface Aws {
  /** One address for all services: the signature of a request says which it is for. */
  readonly endpoint: string;
  /** What was asked of moto that it lacks and no gap answers. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/** Starts an {@link Aws} in memory. */
export async function startAws(): Promise<Aws> {
  const moto = await startMoto();
  const workFolder = await mkdtemp(join(tmpdir(), "stepwright-aws-"));
  const clock = realClock();
  const credentials = createCredentialStore();
  let url = "";
  const endpoint = () => url;
  const context: LocalContext = {
    ...{ clock, random: Math.random, uuid: randomUUID, region, accountId, partition: "aws", workFolder, endpoint },
    ...{ log: () => {}, messages: createInbox(), hosts: createHosts() },
    invokeFunction: (arnOrName, payload, options) => functions.invoke(arnOrName, payload, options),
    queueEvent: () => Promise.reject(new Error("Nothing that is deployed here invokes a function asynchronously.")),
    callApi: createApiCaller({ endpoint, region, credentials }),
    events: createServiceEvents({ clock, uuid: randomUUID, region, accountId }),
  };
  const functions = createFunctions(context, credentials);
  const states = createStepFunctionsService(context);
  const gaps = createGaps();
  const refused: string[] = [];

  const answer = async (call: Call): Promise<Answer> => {
    if (call.service === "states") {
      if (states.handle === undefined) throw new Error("Step Functions has no API here.");
      return answerOf(await states.handle(webRequest(call), credentials.callerOf(call.accessKeyId)));
    }
    if (call.service === "lambda" && /\/invocations(\?|$)/u.test(call.path)) return functions.invokeCall(call);
    const gap = gaps.find(({ service, matches }) => service === call.service && matches(call));
    const given = await (gap === undefined ? moto.answer(call) : gap.answer(call, moto.answer));
    if (call.service === "lambda" && given.status < 300) await functions.accepted(call);
    if (given.status < 500) return given;
    refused.push(`${call.service} ${call.action}: ${given.status} ${`${given.body}`.slice(0, 500)}`);
    // The provider would ask again and again, for minutes.
    return json(400, { __type: "NotImplemented", message: `moto lacks ${call.service} ${call.action}` });
  };

  const server = createServer((request, response) => {
    readCall(request, response)
      .then(answer)
      .catch((error: unknown): Answer => {
        refused.push(`${request.method} ${request.url}: ${error}`);
        return json(400, { __type: "HarnessError", message: String(error) });
      })
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
        response.end(request.method === "HEAD" ? undefined : body);
      })
      .catch(() => response.destroy());
  });
  url = await listen(server);
  return {
    endpoint: url,
    refused,
    async stop() {
      server.closeAllConnections();
      const closed = new Promise((resolve) => server.close(resolve));
      const ends = await Promise.allSettled([states.stop(), functions.stop(), moto.stop(), closed]);
      await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    },
  };
}
