import { type Problem, readProblem } from "./problem.js";

/** What a call gave: its value, or the problem. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/**
 * Calls an API that answers with JSON. Never throws: no connection and no answer in time are problems too.
 *
 * @param send `fetch`, or a stand-in
 * @param read takes the body of a good answer, or gives `undefined` for one that is not the API's
 * @example
 * const outcome = await callApi(fetch, "api/kitchen", { method: "GET" }, (body) => readKitchen(body));
 */
export async function callApi<T>(
  send: typeof fetch,
  address: string,
  init: RequestInit,
  read: (body: unknown) => { readonly done: T } | undefined,
): Promise<Outcome<T>> {
  try {
    const response = await send(address, { ...init, signal: AbortSignal.timeout(PATIENCE) });
    const body = await readJson(response);
    if (!response.ok) {
      return { ok: false, problem: { ...readProblem(response.status, body), ...readRetryAfter(response) } };
    }
    const value = read(body);
    // An answer that is not the API's, such as the sign-in page of a hotel's network, is as good as none.
    return value ? { ok: true, value: value.done } : { ok: false, problem: { errors: [], isGarbled: true } };
  } catch {
    return { ok: false, problem: { errors: [] } };
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRetryAfter(response: Response): { retryAfter?: number } {
  const text = response.headers.get("retry-after") ?? "";
  // The header may hold a date as well; the APIs here give seconds.
  return /^\d{1,5}$/.test(text) ? { retryAfter: Number(text) } : {};
}

/** Milliseconds after which an answer counts as lost. */
const PATIENCE = 20_000;
