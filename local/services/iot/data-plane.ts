import { decodeUri } from "../decode-uri.js";
import { type Broker, messageProblem } from "./broker.js";
import { answerRest, IotError, invalid } from "./rest-json.js";

/** The topic that a `Publish` request names; `undefined` for another action. */
export function publishedTopic(request: Request): string | undefined {
  const topic = /^\/topics\/(.+)$/u.exec(new URL(request.url).pathname)?.[1];
  return request.method === "POST" && topic !== undefined ? decodeUri(topic) : undefined;
}

/** Whether a `Publish` request asks to retain the message. */
export function isRetained(request: Request): boolean {
  return new URL(request.url).searchParams.get("retain") === "true";
}

/**
 * Answers IoT's data plane: `Publish`.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_Publish.html
 */
export function answerDataPlane(broker: () => Broker | undefined, request: Request): Promise<Response> {
  return answerRest(async () => {
    const topic = publishedTopic(request);
    if (topic === undefined)
      throw new IotError("MethodNotAllowedException", 405, "Of IoT's data plane, only Publish works here.");
    const qos = new URL(request.url).searchParams.get("qos") ?? "0";
    if (qos !== "0" && qos !== "1") throw invalid(`qos is ${qos}; it may be 0 or 1`);
    const payload = new Uint8Array(await request.arrayBuffer());
    const problem = messageProblem(topic, payload.length, Number(qos));
    if (problem !== undefined) throw invalid(problem);
    const running = broker();
    if (running === undefined) throw new IotError("ServiceUnavailableException", 503, "The broker does not run yet.");
    await running.publish({ topic, payload, qos: qos === "1" ? 1 : 0, retain: isRetained(request) });
    return {};
  });
}
