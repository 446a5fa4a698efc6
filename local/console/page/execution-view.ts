import { element } from "../../../frontend/common/dom.js";
import { icon } from "../../../frontend/common/icon.js";
import type { ExecutionDetail, HistoryEvent, StateVisit } from "./console-data.js";
import { causeText } from "./json-text.js";
import { countdown, emptyState, jsonDetails, skipButton, statusPill, textDetails } from "./parts.js";
import { routeText } from "./route.js";
import { durationText, timeText } from "./times.js";

/** What of an execution is shown, and what its buttons do. */
export interface ExecutionShown {
  /** By what it was asked for. */
  readonly name: string;
  readonly now: number;
  /** Whether a history of thousands of events is shown whole, which takes seconds, or its end alone. */
  readonly whole: boolean;
  readonly onSkip: (name: string) => void;
  readonly onWhole: () => void;
}

/** One execution: where it stands, each state it visited with its data, and the events of its history. */
export function executionView(
  execution: ExecutionDetail | undefined,
  { name, now, whole, onSkip, onWhole }: ExecutionShown,
): Node[] {
  const back = element(
    "a",
    { class: "back", href: routeText({ view: "executions" }), "data-key": "back" },
    icon("back"),
    "All executions",
  );
  if (!execution) {
    return [
      back,
      element("h1", {}, "Execution"),
      emptyState(
        "steps",
        "There is no such execution",
        `None has the name or ARN '${name}'. A restart of the runtime forgets them all.`,
      ),
    ];
  }
  const { waiting } = execution;
  return [
    back,
    element("div", { class: "title" }, element("h1", {}, execution.stateMachine), statusPill(execution.status)),
    facts(execution, now),
    ...(waiting
      ? [
          element(
            "div",
            { class: "waiting" },
            element(
              "div",
              {},
              element(
                "p",
                { class: "hint" },
                `Waits in ${waiting.state} until ${timeText(Date.parse(waiting.until), now)}`,
              ),
              element("p", { class: "waiting-left" }, countdown(waiting.until)),
            ),
            skipButton(name, "skip", onSkip),
          ),
        ]
      : []),
    ...failure(execution),
    diagram(execution),
    element(
      "div",
      { class: "pair" },
      jsonDetails("Input", execution.input, "execution-input", true),
      ...(execution.output === undefined ? [] : [jsonDetails("Output", execution.output, "execution-output", true)]),
    ),
    element("h2", {}, "States"),
    ...earlier(execution.states.length, "states", whole, onWhole),
    element(
      "ol",
      { class: "timeline" },
      ...execution.states
        .map((visit, index) => [visit, index] as const)
        .slice(whole ? 0 : -MOST)
        .map(([visit, index]) => stateRow(visit, index, Date.parse(execution.startDate), now)),
    ),
    element("h2", {}, "Events"),
    ...earlier(execution.events.length, "events", whole, onWhole),
    eventsTable(execution.events.slice(whole ? 0 : -MOST), Date.parse(execution.startDate)),
    jsonDetails("Definition", execution.definition, "definition"),
  ];
}

/** The workflow's diagram with the way that the execution has taken. Its address changes when the way does. */
function diagram(execution: ExecutionDetail): HTMLElement {
  const { status, events } = execution;
  const picture = `api/executions/${encodeURIComponent(execution.executionArn)}/diagram.svg`;
  return element(
    "details",
    { class: "diagram", "data-key": "diagram", open: true },
    element("summary", { "data-key": "diagram/summary" }, "Diagram"),
    element(
      "a",
      { href: picture, "data-key": "diagram/link" },
      element("img", {
        src: `${picture}?events=${events.length}&status=${status}`,
        alt: "The workflow, with the way that this execution took. Its states are listed below.",
        "data-key": picture,
      }),
    ),
  );
}

function facts({ name, executionArn, type, startDate, stopDate }: ExecutionDetail, now: number): HTMLElement {
  const started = Date.parse(startDate);
  const rows: readonly (readonly [string, string])[] = [
    ["Name", name],
    ["ARN", executionArn],
    // AWS keeps of these what their log says, and nothing else.
    ...(type === "EXPRESS" ? [["Type", "Express: on AWS, look at its log"] as const] : []),
    ["Started", timeText(started, now)],
    ...(stopDate === undefined
      ? []
      : [
          [
            "Ended",
            `${timeText(Date.parse(stopDate), now)}, after ${durationText(Date.parse(stopDate) - started)}`,
          ] as const,
        ]),
  ];
  return element(
    "dl",
    { class: "facts" },
    ...rows.flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]),
  );
}

function failure({ error, cause }: ExecutionDetail): Node[] {
  if (error === undefined && cause === undefined) return [];
  return [
    element(
      "div",
      { class: "failure" },
      element("p", { class: "failure-name" }, error ?? "It failed"),
      cause !== undefined &&
        element("pre", { tabindex: "0", role: "group", "aria-label": "Cause", "data-key": "cause" }, causeText(cause)),
    ),
  ];
}

/** Where only the end of a long list is shown: how much stands before it, and a button that shows that too. */
function earlier(count: number, what: string, whole: boolean, onWhole: () => void): Node[] {
  if (whole || count <= MOST) return [];
  const number = (count - MOST).toLocaleString("en-GB");
  const button = element(
    "button",
    { type: "button", class: "button button-skip earlier", "data-key": `earlier-${what}` },
    `Show the ${number} ${what} before these`,
  );
  button.addEventListener("click", onWhole);
  return [button];
}

function stateRow(visit: StateVisit, index: number, start: number, now: number): HTMLElement {
  const entered = Date.parse(visit.enteredAt);
  const key = `state-${index}`;
  const took = visit.exitedAt === undefined ? undefined : durationText(Date.parse(visit.exitedAt) - entered);
  return element(
    "li",
    { class: "state", "data-status": visit.status, "data-depth": String(Math.min(visit.depth, 4)) },
    element(
      "details",
      { "data-key": key },
      element(
        "summary",
        { "data-key": `${key}/summary` },
        element("span", { class: "state-name" }, visit.name),
        element(
          "span",
          { class: "hint state-type" },
          visit.type,
          visit.attempts !== undefined && visit.attempts > 1 && `, ${visit.attempts} attempts`,
        ),
        element(
          "span",
          { class: "hint state-time" },
          `+${durationText(entered - start)}`,
          took !== undefined && `, took ${took}`,
        ),
        statusPill(visit.status),
      ),
      element(
        "div",
        { class: "state-data" },
        element("p", { class: "hint" }, `Entered ${timeText(entered, now)} (${visit.enteredAt})`),
        visit.error !== undefined && element("p", { class: "failure-name" }, visit.error),
        visit.cause !== undefined && textDetails("Cause", causeText(visit.cause), `${key}/cause`, true),
        element(
          "div",
          { class: "pair" },
          jsonDetails("Input", visit.input, `${key}/input`, true),
          visit.output !== undefined && jsonDetails("Output", visit.output, `${key}/output`, true),
        ),
      ),
    ),
  );
}

function eventsTable(events: readonly HistoryEvent[], start: number): HTMLElement {
  const head = ["No.", "Event", "Time", "Details"].map((text) => element("th", { scope: "col" }, text));
  const rows = events.map((event) => {
    const { id, type, timestamp, previousEventId: _, ...details } = event;
    const [subject] = Object.values(details);
    return element(
      "tr",
      { class: "event" },
      element("td", { class: "number" }, String(id)),
      element("td", {}, type),
      element("td", { class: "number" }, `+${durationText(timestamp - start)}`),
      element("td", {}, subject !== undefined && jsonDetails(nameIn(subject), subject, `event-${id}`)),
    );
  });
  return element(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Events", "data-key": "events" },
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
  );
}

/** How many states and events are drawn at once; a page of some thousand takes seconds, at each event of an execution that runs. */
const MOST = 500;

function nameIn(details: unknown): string {
  const named = typeof details === "object" && details !== null && "name" in details ? details.name : undefined;
  return typeof named === "string" ? named : "Data";
}
