import * as v from "valibot";
import { PlainError } from "../usage.js";

const messages = v.array(v.object({ kind: v.string(), to: v.string(), body: v.string() }));

/** A running local runtime, as somebody uses it from outside. */
export interface LocalApi {
  readonly url: string;
  /** Asks and reads the answer's JSON. @throws PlainError with the answer, when it is a refusal */
  ask(path: string, body?: object): Promise<unknown>;
  /** Asks again and again until the answer is as wished. @throws PlainError with the last answer, after half a minute */
  askUntil<T>(path: string, schema: v.GenericSchema<unknown, T>, isDone: (answer: T) => boolean): Promise<T>;
  /** The messages in the inbox whose text has this in it. */
  inbox(part: string): Promise<v.InferOutput<typeof messages>>;
}

const patienceMs = 30_000;
const everyMs = 200;

/** A {@link LocalApi} at an address such as `http://localhost:3000`. */
export function localApi(url: string): LocalApi {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const sent = body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${url}${path}`, { ...sent, signal: AbortSignal.timeout(patienceMs) });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw new PlainError(`${url}${path} answered ${response.status}: ${text}`);
  };
  return {
    url,
    ask,
    async askUntil(path, schema, isDone) {
      const end = performance.now() + patienceMs;
      for (;;) {
        const answer = v.parse(schema, await ask(path));
        if (isDone(answer)) return answer;
        if (performance.now() > end) {
          throw new PlainError(`${path} still says ${JSON.stringify(answer)} after ${patienceMs / 1000} seconds.`);
        }
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    },
    inbox: async (part) =>
      v.parse(messages, await ask("/_local/api/messages")).filter(({ body }) => body.includes(part)),
  };
}
