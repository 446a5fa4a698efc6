import { element } from "../../../frontend/common/dom.js";
import { icon } from "../../../frontend/common/icon.js";
import type { ExecutionDetail, HistoryEvent, StateVisit } from "./console-data.js";
import { jsonText } from "./json-text.js";
import { countdown, emptyState, jsonDetails, skipButton, statusPill } from "./parts.js";
import { executionKey, routeText } from "./route.js";
import { durationText, timeText } from "./times.js";

/** One execution: where it stands, each state it visited with its data, and the events of its history. */
export function executionView(
  execution: ExecutionDetail | undefined,
  name: string,
  now: number,
  onSkip: (name: string) => void,
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
        `None is named '${name}'. A restart of the runtime forgets them all.`,
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
    element(
      "ol",
      { class: "timeline" },
      ...execution.states.map((visit, index) => stateRow(visit, index, Date.parse(execution.startDate), now)),
    ),
    element("h2", {}, "Events"),
    eventsTable(execution.events, Date.parse(execution.startDate)),
    jsonDetails("Definition", execution.definition, "definition"),
  ];
}

/** The workflow's diagram with the way that the execution has taken. Its address changes when the way does. */
function diagram(execution: ExecutionDetail): HTMLElement {
  const { status, events } = execution;
  const source = `api/executions/${encodeURIComponent(executionKey(execution))}/diagram.svg?events=${events.length}&status=${status}`;
  return element(
    "details",
    { class: "diagram", "data-key": "diagram", open: true },
    element("summary", { "data-key": "diagram/summary" }, "Diagram"),
    element("img", {
      src: source,
      alt: "The workflow, with the way that this execution took. Its states are listed below.",
    }),
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
        element("pre", { tabindex: "0", role: "group", "aria-label": "Cause", "data-key": "cause" }, jsonText(cause)),
    ),
  ];
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
        visit.cause !== undefined && jsonDetails("Cause", visit.cause, `${key}/cause`, true),
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

function nameIn(details: unknown): string {
  const named = typeof details === "object" && details !== null && "name" in details ? details.name : undefined;
  return typeof named === "string" ? named : "Data";
}
