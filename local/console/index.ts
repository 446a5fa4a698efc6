import { answerApi, type ConsoleParts, problem } from "./api.js";
import type { Asset } from "./assets.js";
import { foreignRequest } from "./guard.js";

export type { ConsoleParts } from "./api.js";
export { type Asset, bundlePage } from "./assets.js";

/** Where the console is. */
const base = "/_local/";

const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * The console: its page at `/_local/`, its API under `/_local/api/`. Gives the function that answers its requests.
 *
 * @example
 * const console = createConsole({ messages, executions, systems: () => [] }, await bundlePage(folder));
 * await console(new Request("http://localhost:3000/_local/api/messages"));
 */
export function createConsole(
  parts: ConsoleParts,
  assets: ReadonlyMap<string, Asset>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = answer(parts, assets, request);
    for (const [name, value] of Object.entries(headers)) {
      // A diagram brings its own policy.
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return response;
  };
}

function answer(parts: ConsoleParts, assets: ReadonlyMap<string, Asset>, request: Request): Response {
  const foreign = foreignRequest(request);
  if (foreign !== undefined) return problem(403, foreign);
  const { pathname } = new URL(request.url);
  // The page's addresses are relative, and only right below the final slash.
  if (`${pathname}/` === base) return new Response(null, { status: 308, headers: { location: base } });
  const path = pathname.slice(base.length);
  if (path.startsWith("api/")) return answerApi(parts, request.method, path.slice("api/".length));
  const asset = assets.get(path);
  if (!asset) return problem(404, `There is nothing at '${pathname}'.`);
  if (request.method !== "GET" && request.method !== "HEAD") {
    return problem(405, `'${request.method}' is not possible here; possible: GET.`, { allow: "GET" });
  }
  return new Response(asset.body, { headers: { "content-type": asset.type } });
}
