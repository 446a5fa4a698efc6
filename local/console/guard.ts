const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Why a request to the console is refused, or `undefined` when it is not.
 *
 * A web page elsewhere can send requests to loopback. It cannot forge `Host` (so a name that was rebound to 127.0.0.1
 * shows) and not `Origin` (so a form or script that posts here shows).
 *
 * @example foreignRequest(new Request("http://evil.example/_local/api/messages")) // "..."
 */
export function foreignRequest(request: Request): string | undefined {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (!url || !loopbackNames.has(url.hostname)) {
    return `The host '${host}' is not this machine. Open the console at http://localhost or http://127.0.0.1.`;
  }
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== url.origin)
    return `The origin '${origin}' may not use the console of ${url.origin}.`;
  return undefined;
}
