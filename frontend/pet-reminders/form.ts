import { roughDuration } from "../common/countdown.js";
import { find, setText } from "../common/dom.js";
import { capitalized, type MomentStyle, momentText, zoneText } from "../common/moment.js";
import { messageCount } from "./message-length.js";
import type { FormValues } from "./request.js";
import { FURTHEST, localText, readDelay, readMoment, suggestedMoment } from "./when.js";

/** The form: what is typed in it, and how it shows itself. */
export interface ReminderForm {
  readonly root: HTMLFormElement;
  values(): FormValues;
  /** Shows what belongs to the chosen channel and time, the count and the preview. */
  refresh(now: number): void;
  /** Empties the message; addresses and the kind of time stay for the next reminder. */
  startOver(now: number): void;
  setBusy(busy: boolean): void;
  isBusy(): boolean;
}

/** Takes hold of the form that stands in `index.html`. */
export function createForm(document: Document, style: MomentStyle): ReminderForm {
  const root = find(document, "#form", HTMLFormElement);
  const message = find(root, "#message", HTMLTextAreaElement);
  const email = find(root, "#email", HTMLInputElement);
  const phone = find(root, "#phone", HTMLInputElement);
  const amount = find(root, "#amount", HTMLInputElement);
  const unit = find(root, "#unit", HTMLSelectElement);
  const moment = find(root, "#moment", HTMLInputElement);
  const submit = find(root, "button[type=submit]", HTMLButtonElement);
  const count = find(root, "#message-count", HTMLElement);
  const preview = find(root, "#preview", HTMLElement);
  const zone = find(root, "#zone-hint", HTMLElement);
  const section = (field: string): HTMLElement => find(root, `[data-field=${field}]`, HTMLElement);
  const submitText = submit.textContent ?? "";

  const values = (): FormValues => {
    const chosen = new FormData(root);
    const channel = chosen.get("channel");
    const chosenUnit = unit.value;
    return {
      message: message.value,
      channel: channel === "sms" || channel === "both" ? channel : "email",
      email: email.value,
      phone: phone.value,
      when: chosen.get("when") === "at" ? "at" : "in",
      amount: amount.value,
      unit: chosenUnit === "hours" || chosenUnit === "days" ? chosenUnit : "minutes",
      moment: moment.value,
    };
  };

  const refresh = (now: number): void => {
    const current = values();
    section("email").hidden = current.channel === "sms";
    section("phone").hidden = current.channel === "email";
    section("waitSeconds").hidden = current.when === "at";
    section("sendAt").hidden = current.when === "in";
    if (current.when === "at" && moment.value === "") moment.value = localText(suggestedMoment(now));
    setBounds(moment, localText(now), localText(now + FURTHEST * 1000));
    const { text, used, limit } = messageCount(current.message, current.channel);
    setText(count, text);
    count.toggleAttribute("data-over", used > limit);
    const due = dueAt(values(), now);
    setText(preview, due === undefined ? "" : previewText(due, current.when, now, style));
    setText(zone, `In your time zone: ${zoneText(due ?? now, style)}.`);
  };

  return {
    root,
    values,
    refresh,
    startOver(now) {
      message.value = "";
      moment.value = "";
      refresh(now);
    },
    setBusy(busy) {
      // Not `disabled`: that would throw the focus away in the middle of the page.
      submit.setAttribute("aria-disabled", String(busy));
      root.setAttribute("aria-busy", String(busy));
      setText(submit, busy ? "Scheduling…" : submitText);
    },
    isBusy: () => root.getAttribute("aria-busy") === "true",
  };
}

/** Only on a change: writing to a field each second would disturb a date picker that is open. */
function setBounds(field: HTMLInputElement, min: string, max: string): void {
  if (field.min !== min) field.min = min;
  if (field.max !== max) field.max = max;
}

function dueAt(values: FormValues, now: number): number | undefined {
  if (values.when === "in") {
    const delay = readDelay(values.amount, values.unit);
    return "value" in delay ? now + delay.value * 1000 : undefined;
  }
  const moment = readMoment(values.moment, now);
  return "value" in moment ? Date.parse(moment.value) : undefined;
}

function previewText(due: number, when: FormValues["when"], now: number, style: MomentStyle): string {
  if (when === "in") return `That is ${momentText(due, now, style)}.`;
  return `${capitalized(momentText(due, now, style))}, in ${roughDuration(due - now)}.`;
}
