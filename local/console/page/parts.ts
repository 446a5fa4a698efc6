import { countdownText } from "../../../frontend/common/countdown.js";
import { type Content, element, setText } from "../../../frontend/common/dom.js";
import { icon } from "../../../frontend/common/icon.js";
import { jsonText } from "./json-text.js";

/** A status of an execution or a state, as a coloured word. */
export function statusPill(status: string): HTMLElement {
  return element("span", { class: "pill", "data-tone": TONES[status] ?? "quiet" }, statusWords(status));
}

/** A status as people write it. @example statusWords("TIMED_OUT"); // "Timed out" */
export function statusWords(status: string): string {
  return status.charAt(0) + status.slice(1).toLowerCase().replaceAll("_", " ");
}

/** The time left, which `tickCountdowns` moves on. */
export function countdown(until: string): HTMLElement {
  const left = element("span", { class: "countdown", role: "timer", "data-until": until });
  setText(left, countdownText(Date.parse(until) - Date.now()));
  return left;
}

/** Moves every countdown in the page on. */
export function tickCountdowns(root: ParentNode, now: number): void {
  for (const left of root.querySelectorAll("[data-until]")) {
    setText(left, countdownText(Date.parse(left.getAttribute("data-until") ?? "") - now));
  }
}

/** A value as JSON behind a summary that opens it. @param key keeps it open when the page is drawn anew */
export function jsonDetails(title: string, value: unknown, key: string, open = false): HTMLElement {
  return textDetails(title, jsonText(value), key, open);
}

/** A text, line by line as it is, behind a summary that opens it. @param key keeps it open when the page is drawn anew */
export function textDetails(title: string, text: string, key: string, open = false): HTMLElement {
  return element(
    "details",
    { class: "json", "data-key": key, open },
    element("summary", { "data-key": `${key}/summary` }, title),
    element("pre", { tabindex: "0", role: "group", "aria-label": title, "data-key": `${key}/text` }, text),
  );
}

/**
 * The button that lets a waiting execution go on.
 *
 * @param about what follows its words for a screen reader, where the page holds several such buttons
 */
export function skipButton(name: string, key: string, onSkip: (name: string) => void, about?: string): HTMLElement {
  const button = element(
    "button",
    {
      type: "button",
      class: `button button-skip ${about === undefined ? "button-primary" : ""}`,
      "data-key": key,
    },
    icon("forward"),
    "Skip the wait",
    about !== undefined && element("span", { class: "visually-hidden" }, about),
  );
  button.addEventListener("click", () => onSkip(name));
  return button;
}

/** What to show where there is nothing yet. */
export function emptyState(iconName: string, title: string, ...hints: readonly Content[]): HTMLElement {
  return element(
    "div",
    { class: "empty" },
    icon(iconName),
    element("p", { class: "empty-title" }, title),
    ...hints.map((hint) => element("p", { class: "hint" }, hint)),
  );
}

const TONES: Readonly<Record<string, string>> = {
  RUNNING: "waiting",
  SUCCEEDED: "good",
  FAILED: "bad",
  TIMED_OUT: "bad",
  CAUGHT: "busy",
  ABORTED: "quiet",
};
