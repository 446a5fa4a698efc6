/** A system as the landing page and the start's output show it. */
export interface RunningSystem {
  /** E.g. `pet-reminders`. */
  readonly name: string;
  /** Its path, e.g. `/pet-reminders/`, where it has a page or an API. */
  readonly path: string | undefined;
  /** Whether there is a page for people at its path, and not only an API below it. */
  readonly hasPage: boolean;
  /** What its workflows say that they do: their definitions' `Comment`. */
  readonly purposes: readonly string[];
  /** The keys of its API's routes: `GET /api/reminders/{id}`. */
  readonly routes: readonly string[];
  /** A command that tries it, from the stack's output `try_it`, with this machine's address in it. */
  readonly tryIt?: string;
}

/** The page at `/`: what runs here, with links. It wears the console's style sheet. */
export function landingPage(systems: readonly RunningSystem[]): Response {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Stepwright</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/_local/style.css">
  </head>
  <body>
    <main class="landing">
      <h1>Stepwright</h1>
      <p>What runs on this machine, from the same Terraform that deploys it.</p>
      <ul class="landing-cards">
${systems.map(systemCard).join("\n")}
        <li class="landing-card">
          <h2><a href="/_local/">Console</a></h2>
          <p>Every <a href="/_local/#/messages">e-mail and SMS</a> that was sent, and every
            <a href="/_local/#/executions">execution</a>, state by state.</p>
        </li>
      </ul>
    </main>
  </body>
</html>
`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}

function systemCard({ name, path, hasPage, purposes, routes, tryIt }: RunningSystem): string {
  const title =
    path !== undefined && hasPage ? `<a href="${escapeHtml(path)}">${escapeHtml(name)}</a>` : escapeHtml(name);
  const list = routes.map((route) => `<li><code>${escapeHtml(mounted(route, path))}</code></li>`).join("");
  const command = tryIt === undefined ? "" : `<p>Try it:</p><pre><code>${escapeHtml(tryIt)}</code></pre>`;
  const page =
    path !== undefined && hasPage ? `<a href="${escapeHtml(path)}">Open its page</a>, or look at ` : "Look at ";
  return `        <li class="landing-card">
          <h2>${title}</h2>
          ${purposes.map((purpose) => `<p class="purpose">${escapeHtml(purpose)}</p>`).join("")}
          ${list === "" ? "" : `<p>Its API:</p><ul>${list}</ul>`}
          ${command}
          <p>${page}<a href="/_local/#/executions?system=${encodeURIComponent(name)}">its executions</a>.</p>
        </li>`;
}

/** A route's key with the path under which it is served here. */
function mounted(route: string, path: string | undefined): string {
  return route.replace(" /", ` ${path ?? "/"}`);
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
