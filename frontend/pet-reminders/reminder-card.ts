import { countdownText } from "../common/countdown.js";
import { element, setText } from "../common/dom.js";
import { icon } from "../common/icon.js";
import { capitalized, type MomentStyle, momentText } from "../common/moment.js";
import { CHANNEL_NAMES, isFinal, type RememberedReminder, type ReminderState } from "./reminder.js";
import { resultLines, STATUS_WORDS } from "./status-words.js";

/** One reminder on the page. */
export interface ReminderCard {
  readonly root: HTMLLIElement;
  /** Shows the state, and the time left. */
  show(state: ReminderState, now: number): void;
  /** Moves the countdown on; cheap enough for each second. */
  tick(now: number): void;
  /** A sentence under the card, about the last attempt; empty takes it away. */
  note(text: string): void;
  setBusy(busy: boolean): void;
  focus(): void;
}

/** What a person can do with a card. */
export interface CardActions {
  readonly onCancel: () => void;
  readonly onForget: () => void;
}

/** Makes the card of one reminder. */
export function createCard(reminder: RememberedReminder, style: MomentStyle, actions: CardActions): ReminderCard {
  const due = Date.parse(reminder.sendAt);
  const titleId = `reminder-${reminder.id}`;
  const moment = element("time", { datetime: reminder.sendAt });
  const title = element("h3", { id: titleId, tabindex: "-1" }, moment);
  const pill = element("span", { class: "pill" });
  const left = element("p", { class: "left", role: "timer", "aria-labelledby": titleId });
  const sentence = element("p", { class: "sentence" });
  const results = element("ul", { class: "results" });
  const note = element("p", { class: "card-note", role: "alert", hidden: true });
  const about = element("span", { class: "visually-hidden" });
  const cancel = element("button", { type: "button", class: "button button-small" }, "Cancel", about);
  const aboutForget = element("span", { class: "visually-hidden" });
  const forget = element(
    "button",
    { type: "button", class: "button button-small button-plain" },
    "Remove",
    aboutForget,
  );
  cancel.addEventListener("click", () => {
    if (cancel.getAttribute("aria-disabled") !== "true") actions.onCancel();
  });
  forget.addEventListener("click", actions.onForget);
  const icons = reminder.channel === "both" ? ["email", "sms"] : [reminder.channel];
  const root = element(
    "li",
    { class: "card", "data-id": reminder.id },
    element(
      "div",
      { class: "card-head" },
      element("p", { class: "by" }, ...icons.map(icon), CHANNEL_NAMES[reminder.channel]),
      pill,
    ),
    title,
    element(
      "div",
      { class: "card-body" },
      element("div", { class: "card-main" }, left, sentence, results, note),
      element("div", { class: "card-buttons" }, cancel, forget),
    ),
  );
  let state: ReminderState = { status: "scheduled", results: [] };

  const tick = (now: number): void => {
    const words = momentText(due, now, style);
    setText(moment, capitalized(words));
    setText(about, ` the reminder for ${words}`);
    setText(aboutForget, ` the reminder for ${words} from this list`);
    const waiting = state.status === "scheduled" && now < due;
    left.hidden = !waiting;
    // A button that vanishes under the focus would leave the keyboard nowhere.
    if (document.activeElement === cancel && !waiting) title.focus();
    cancel.hidden = !waiting;
    if (waiting) setText(left, countdownText(due - now));
    setText(sentence, waiting || !results.hidden ? "" : STATUS_WORDS[state.status].sentence);
    sentence.hidden = sentence.textContent === "";
  };

  return {
    root,
    tick,
    show(next, now) {
      state = next;
      const { label, tone } = STATUS_WORDS[state.status];
      setText(pill, label);
      pill.dataset.tone = tone;
      root.dataset.status = state.status;
      results.replaceChildren(...resultLines(state).map((line) => element("li", {}, line)));
      results.hidden = results.childElementCount === 0;
      forget.hidden = !isFinal(state.status);
      tick(now);
    },
    note(text) {
      setText(note, text);
      note.hidden = text === "";
    },
    setBusy(busy) {
      cancel.setAttribute("aria-disabled", String(busy));
    },
    focus: () => title.focus(),
  };
}
