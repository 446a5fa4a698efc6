import { element } from "../../../frontend/common/dom.js";
import type { Execution } from "./console-data.js";
import { statusWords } from "./parts.js";
import { type Filter, routeText } from "./route.js";

/** Whether a filter lets an execution through. */
export function passes(execution: Execution, filter: Filter): boolean {
  return KEYS.every((key) => filter[key] === undefined || filter[key] === execution[key]);
}

/** Links that narrow the list down by system and by status, each with how many it leaves; none where there is no choice. */
export function filterChoices(executions: readonly Execution[], filter: Filter): Node[] {
  return KEYS.flatMap((key) => {
    const { [key]: chosen, ...others } = filter;
    const values = new Set(executions.map((execution) => execution[key]));
    if (chosen !== undefined) values.add(chosen);
    if (values.size < 2) return [];
    const offered = executions.filter((execution) => passes(execution, others));
    const link = (value: string | undefined): HTMLElement => {
      const left = offered.filter((execution) => value === undefined || execution[key] === value);
      return element(
        "a",
        {
          class: "choice",
          href: routeText({ view: "executions", ...others, ...(value === undefined ? {} : { [key]: value }) }),
          "aria-current": chosen === value ? "true" : undefined,
          "data-key": `${key}-${value ?? "all"}`,
        },
        value === undefined ? "All" : WORDS[key](value),
        " ",
        element("span", { class: "hint" }, String(left.length)),
      );
    };
    const links = [undefined, ...[...values].sort()].map(link);
    const label = element("span", { class: "hint choices-label", id: `by-${key}` }, LABELS[key]);
    return [element("nav", { class: "choices", "aria-labelledby": label.id }, label, ...links)];
  });
}

const KEYS = ["system", "status"] as const;

const LABELS = { system: "System", status: "Status" } as const;

/** Machines that no stack created belong to no system. */
const WORDS = { system: (name: string) => name || "other", status: statusWords };
