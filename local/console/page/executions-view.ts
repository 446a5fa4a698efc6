import { element } from "../../../frontend/common/dom.js";
import type { Execution, SystemLink } from "./console-data.js";
import { countdown, emptyState, skipButton, statusPill } from "./parts.js";
import { executionKey, routeText } from "./route.js";
import { durationText, timeText } from "./times.js";

/** All executions, newest first; those that wait with the time that is left. */
export function executionsView(
  executions: readonly Execution[],
  systems: readonly SystemLink[],
  now: number,
  onSkip: (name: string) => void,
): Node[] {
  const title = element("h1", {}, "Executions");
  if (executions.length === 0) {
    const [system] = systems;
    const hint = system
      ? ["Start one on the page of ", element("a", { href: system.url }, system.name), "."]
      : "Start one through the AWS CLI: aws stepfunctions start-execution.";
    return [title, emptyState("steps", "No executions yet", hint)];
  }
  return [
    title,
    element(
      "ul",
      { class: "rows" },
      ...executions.map((execution) => element("li", { class: "row" }, ...executionRow(execution, now, onSkip))),
    ),
  ];
}

function executionRow(execution: Execution, now: number, onSkip: (name: string) => void): Node[] {
  const { name, waiting, startDate, stopDate, type } = execution;
  const key = executionKey(execution);
  const started = Date.parse(startDate);
  return [
    element(
      "div",
      { class: "row-main" },
      element(
        "a",
        { class: "row-name", href: routeText({ view: "execution", name: key }), "data-key": `execution-${key}` },
        name,
      ),
      element(
        "p",
        { class: "hint" },
        `${execution.stateMachine}${type === "EXPRESS" ? " (Express)" : ""}, started ${timeText(started, now)}`,
        stopDate !== undefined && `, took ${durationText(Date.parse(stopDate) - started)}`,
      ),
    ),
    statusPill(execution.status),
    ...(waiting
      ? [
          element(
            "div",
            { class: "row-wait" },
            element("p", {}, countdown(waiting.until), element("span", { class: "hint" }, ` left in ${waiting.state}`)),
            skipButton(key, `skip-${key}`, onSkip, ` of ${name}`),
          ),
        ]
      : []),
  ];
}
