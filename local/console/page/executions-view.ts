import { element } from "../../../frontend/common/dom.js";
import type { Execution, SystemLink } from "./console-data.js";
import { filterChoices, passes } from "./execution-filter.js";
import { countdown, emptyState, skipButton, statusPill } from "./parts.js";
import { type Filter, routeText } from "./route.js";
import { durationText, timeText } from "./times.js";

/** The executions that a filter lets through, newest first; those that wait with the time that is left. */
export function executionsView(
  executions: readonly Execution[],
  filter: Filter,
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
  const listed = executions.filter((execution) => passes(execution, filter));
  return [
    title,
    ...filterChoices(executions, filter),
    listed.length === 0
      ? emptyState("steps", "None of these", "Choose another system or status above.")
      : element(
          "ul",
          { class: "rows" },
          ...listed.map((execution) => element("li", { class: "row" }, ...executionRow(execution, now, onSkip))),
        ),
  ];
}

function executionRow(execution: Execution, now: number, onSkip: (name: string) => void): Node[] {
  const { name, executionArn, waiting, startDate, stopDate, type } = execution;
  const started = Date.parse(startDate);
  return [
    element(
      "div",
      { class: "row-main" },
      element(
        "a",
        { class: "row-name", href: routeText({ view: "execution", name: executionArn }), "data-key": executionArn },
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
            skipButton(executionArn, `skip-${executionArn}`, onSkip, ` of ${name}`),
          ),
        ]
      : []),
  ];
}
