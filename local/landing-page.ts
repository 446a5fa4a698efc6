/** A system as the landing page and the start's output show it. */
export interface RunningSystem {
  /** E.g. `pet-reminders`. */
  readonly name: string;
  /** Its path, e.g. `/pet-reminders/`, where it has a page or an API. */
  readonly path: string | undefined;
  /** The keys of its API's routes: `GET /api/reminders/{id}`. */
  readonly routes: readonly string[];
}

/** The page at `/`: what runs here, with links. */
export function landingPage(systems: readonly RunningSystem[]): Response {
  const items = systems.map(({ name, path, routes }) => {
    const title = path === undefined ? escapeHtml(name) : `<a href="${escapeHtml(path)}">${escapeHtml(name)}</a>`;
    const list = routes.map((route) => `<li><code>${escapeHtml(mounted(route, path))}</code></li>`).join("");
    return `<section><h2>${title}</h2>${list === "" ? "" : `<p>API:</p><ul>${list}</ul>`}</section>`;
  });
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stepwright, local</title>
<style>${style}</style>
<main>
<h1>Stepwright</h1>
<p>These systems run on this machine, from their synthesized stacks.</p>
${items.join("\n")}
<section><h2><a href="/_local/">Console</a></h2><p>Sent e-mails and SMS messages, and every execution step by step.</p></section>
</main>
</html>
`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}

const style = `
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-bottom: 0; }
p, ul { margin-top: 0.25rem; }
`;

/** A route's key with the path under which it is served here. */
function mounted(route: string, path: string | undefined): string {
  return route.replace(" /", ` ${path ?? "/"}`);
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
