import { createAnnouncer } from "../../../frontend/common/announcer.js";
import { element, find } from "../../../frontend/common/dom.js";
import { createConsoleClient } from "./console-client.js";
import type { Execution, ExecutionDetail, Message, SystemLink } from "./console-data.js";
import { executionView } from "./execution-view.js";
import { executionsView } from "./executions-view.js";
import { inboxView } from "./inbox-view.js";
import { replaceKeepingPlace } from "./keep-place.js";
import { tickCountdowns } from "./parts.js";
import { createPlaces } from "./places.js";
import { parseRoute } from "./route.js";

/** What the page knows, from its last look. */
interface Known {
  readonly systems: readonly SystemLink[];
  readonly messages: readonly Message[];
  readonly executions: readonly Execution[];
  /** The name that was asked for; absent unless one execution is shown. */
  readonly asked: string | undefined;
  readonly execution: ExecutionDetail | undefined;
}

const client = createConsoleClient("api");
const announce = createAnnouncer(document);
const main = find(document, "#main", HTMLElement);
const offline = find(document, "#offline", HTMLElement);
const places = createPlaces();
const unread = new Set<number>();
let known: Known | undefined;
let drawn = "";
/** Whether a long history is shown whole; asked for anew with each execution. */
let whole = false;

async function look(): Promise<void> {
  const route = parseRoute(location.hash);
  const asked = route.view === "execution" ? route.name : undefined;
  try {
    const [systems, messages, executions] = await Promise.all([
      client.systems(),
      client.messages(),
      client.executions(),
    ]);
    const execution = asked === undefined ? undefined : await detailOf(asked, executions);
    offline.hidden = true;
    noticeNew(messages);
    known = { systems, messages, executions, asked, execution };
    draw();
  } catch {
    offline.hidden = false;
  }
}

/** Of one that has ended nothing is asked again, unless it was redriven: its history may have megabytes. */
async function detailOf(asked: string, executions: readonly Execution[]): Promise<ExecutionDetail | undefined> {
  const last = known?.asked === asked ? known.execution : undefined;
  const listed = executions.find(({ executionArn }) => executionArn === last?.executionArn);
  return last?.stopDate !== undefined && last.stopDate === listed?.stopDate ? last : client.execution(asked);
}

/** Says that messages came, and remembers them as unread. */
function noticeNew(messages: readonly Message[]): void {
  const before = known?.messages.length;
  // Fewer than before: the runtime started anew.
  if (before === undefined || messages.length < before) unread.clear();
  if (before === undefined || messages.length <= before) return;
  for (let number = before; number < messages.length; number += 1) unread.add(number);
  const count = messages.length - before;
  announce(count === 1 ? "A new message arrived." : `${count} new messages arrived.`);
}

function draw(): void {
  if (!known) return;
  const now = Date.now();
  const route = parseRoute(location.hash);
  if (route.view === "messages" && route.selected !== undefined) unread.delete(route.selected);
  drawBar(known);
  // Another execution than the one that was asked for: its own answer is on the way.
  if (route.view === "execution" && route.name !== known.asked) return;
  const { execution, executions, messages, systems } = known;
  const shown = {
    messages: () => JSON.stringify([messages, systems, [...unread]]),
    executions: () => JSON.stringify([executions, systems]),
    execution: () => JSON.stringify(execution ?? null),
  };
  // Drawing only what changed leaves a person's selection of text alone.
  const drawing = location.hash + whole + shown[route.view]();
  if (drawing === drawn) return;
  drawn = drawing;
  if (route.view === "messages") {
    replaceKeepingPlace(main, ...inboxView({ messages, selected: route.selected, unread, systems, now }));
  } else if (route.view === "executions") {
    replaceKeepingPlace(main, ...executionsView(executions, route, systems, now, skipWait));
  } else {
    replaceKeepingPlace(
      main,
      ...executionView(execution, { name: route.name, now, whole, onSkip: skipWait, onWhole: showWhole }),
    );
  }
}

function drawBar({ messages, executions, systems }: Known): void {
  const { view } = parseRoute(location.hash);
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const isCurrent = tab.getAttribute("data-tab") === (view === "execution" ? "executions" : view);
    if (isCurrent) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  badge("#messages-count", unread.size > 0 ? unread.size : messages.length, unread.size > 0 ? "new" : "");
  const waiting = executions.filter((execution) => execution.waiting).length;
  badge("#executions-count", waiting > 0 ? waiting : executions.length, waiting > 0 ? "waiting" : "");
  const place = find(document, "#systems", HTMLElement);
  if (place.childElementCount !== systems.length) {
    place.replaceChildren(...systems.map(({ name, url }) => element("a", { href: url }, name)));
  }
  const title = { messages: "Inbox", executions: "Executions", execution: "Execution" }[view];
  document.title = `${unread.size > 0 ? `(${unread.size}) ` : ""}${title} – Stepwright console`;
}

function badge(selector: string, count: number, what: string): void {
  const place = find(document, selector, HTMLElement);
  place.hidden = count === 0;
  place.toggleAttribute("data-strong", what !== "");
  const number = element("span", {}, String(count));
  const shown = what === "" ? [number] : [number, element("span", { class: "badge-word" }, ` ${what}`)];
  if (place.textContent !== shown.map(({ textContent }) => textContent).join("")) place.replaceChildren(...shown);
}

function showWhole(): void {
  whole = true;
  draw();
}

function skipWait(name: string): void {
  client.skipWait(name).then(
    (sentence) => {
      announce(sentence);
      return look();
    },
    () => {
      offline.hidden = false;
    },
  );
}

window.addEventListener("hashchange", async ({ oldURL }) => {
  const [before, after] = [parseRoute(new URL(oldURL).hash), parseRoute(location.hash)];
  places.leave(new URL(oldURL).hash);
  whole = false;
  draw();
  if (after.view === "execution") await look();
  // As on a new page: what comes next is read from its start. Between messages the list keeps the focus, where it shows.
  const row = main.querySelector('.mail-row[aria-current="true"], .choice[aria-current="true"]');
  if (before.view === after.view && row?.checkVisibility()) return;
  main.focus({ preventScroll: true });
  places.arrive(location.hash);
});
// Its address would be taken for a view's.
find(document, ".skip-link", HTMLAnchorElement).addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void look();
});
setInterval(() => {
  if (!document.hidden) tickCountdowns(main, Date.now());
}, 1000);

/** Looks once a second, but never before the last look has ended. */
async function keepLooking(): Promise<void> {
  if (!document.hidden) await look();
  setTimeout(() => void keepLooking(), 1000);
}

void keepLooking();
