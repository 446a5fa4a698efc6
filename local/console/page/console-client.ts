import * as v from "valibot";
import { isRecord } from "../../../frontend/common/is-record.js";
import { type Execution, type ExecutionDetail, type Message, type SystemLink, schemas } from "./console-data.js";

/** The console's API. Every call rejects when there is no answer, or one that it does not know. */
export interface ConsoleClient {
  systems(): Promise<readonly SystemLink[]>;
  messages(): Promise<readonly Message[]>;
  executions(): Promise<readonly Execution[]>;
  /** `undefined` when there is no such execution. */
  execution(name: string): Promise<ExecutionDetail | undefined>;
  /** The sentence to show: what was skipped, or why nothing was. */
  skipWait(name: string): Promise<string>;
}

/** @param base e.g. `api`, relative to the page */
export function createConsoleClient(base: string): ConsoleClient {
  const read = async <T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> => {
    const response = await fetch(`${base}/${path}`, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${base}/${path} answered ${response.status}.`);
    return v.parse(schema, await response.json());
  };
  return {
    systems: async () => (await read("systems", schemas.systems)) ?? [],
    messages: async () => (await read("messages", schemas.messages)) ?? [],
    executions: async () => (await read("executions", schemas.executions)) ?? [],
    execution: (name) => read(`executions/${encodeURIComponent(name)}`, schemas.execution),
    async skipWait(name) {
      const response = await fetch(`${base}/executions/${encodeURIComponent(name)}/skip-wait`, { method: "POST" });
      if (response.ok) return "The wait is skipped.";
      const body: unknown = await response.json().catch(() => undefined);
      return isRecord(body) && typeof body.message === "string"
        ? body.message
        : `The runtime answered ${response.status}.`;
    },
  };
}
