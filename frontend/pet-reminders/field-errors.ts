import { element, find, setText } from "../common/dom.js";
import type { FieldError } from "../common/problem.js";
import type { Field } from "./request.js";

/** Shows what is wrong with the form: beside each field, and all together above it. */
export interface FieldErrors {
  /**
   * @param errors an error of a field that the form does not have is shown above the form only
   * @param general a sentence about the whole, for an answer that names no field
   */
  show(errors: readonly FieldError[], general?: string): void;
  /** Takes one field's error back, here and in the summary. */
  clear(field: string): void;
  /** Takes back the errors of fields that are not shown any more: nobody could go to them. */
  clearHidden(): void;
  clearAll(): void;
}

/** Takes hold of the error places that stand in `index.html`. */
export function createFieldErrors(form: HTMLFormElement): FieldErrors {
  const summary = find(form, "#error-summary", HTMLElement);
  const title = find(form, "#error-summary-title", HTMLElement);
  const list = find(form, "#error-summary-list", HTMLElement);

  const clear = (field: string): void => {
    const control = isField(field) ? controlOf(form, field) : undefined;
    if (!control) return;
    const place = find(form, `#${field}-error`, HTMLElement);
    place.hidden = true;
    setText(place, "");
    control.removeAttribute("aria-invalid");
    describe(control, place.id, false);
    list.querySelector(`[data-error-of="${field}"]`)?.remove();
    if (list.childElementCount === 0) summary.hidden = true;
    else if (!title.hasAttribute("data-general")) setText(title, countText(list.childElementCount));
  };
  const clearAll = (): void => {
    for (const field of FIELDS) clear(field);
    list.replaceChildren();
    summary.hidden = true;
    setText(title, "");
    title.removeAttribute("data-general");
  };

  return {
    clear,
    clearAll,
    clearHidden() {
      for (const field of FIELDS) if (isField(field) && !shownControlOf(form, field)) clear(field);
    },
    show(errors, general) {
      clearAll();
      for (const { field, message } of errors) {
        const control = isField(field) ? shownControlOf(form, field) : undefined;
        if (!control) {
          list.append(element("li", {}, sentence(message)));
          continue;
        }
        const place = find(form, `#${field}-error`, HTMLElement);
        const earlier = place.textContent ?? "";
        setText(place, earlier === "" ? sentence(message) : `${earlier} ${sentence(message)}`);
        place.hidden = false;
        control.setAttribute("aria-invalid", "true");
        describe(control, place.id, true);
        const link = element("a", { href: `#${control.id}` }, sentence(message));
        link.addEventListener("click", (event) => {
          event.preventDefault();
          control.focus();
        });
        list.append(element("li", { "data-error-of": field }, link));
      }
      if (list.childElementCount === 0 && general === undefined) return;
      summary.hidden = false;
      title.toggleAttribute("data-general", general !== undefined);
      setText(title, general ?? countText(list.childElementCount));
      focusFirst(form, summary);
    },
  };
}

function focusFirst(form: HTMLFormElement, summary: HTMLElement): void {
  const first = form.querySelector('[aria-invalid="true"]');
  if (first instanceof HTMLElement) first.focus();
  else summary.scrollIntoView({ block: "nearest" });
}

/** The control that stands for a field: for a group of radio buttons its chosen one. */
function controlOf(form: HTMLFormElement, field: Field): HTMLElement | undefined {
  const found = form.querySelector(CONTROLS[field]);
  return found instanceof HTMLElement ? found : undefined;
}

function shownControlOf(form: HTMLFormElement, field: Field): HTMLElement | undefined {
  const control = controlOf(form, field);
  return control?.closest("[hidden]") ? undefined : control;
}

function describe(control: HTMLElement, id: string, add: boolean): void {
  const others = (control.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter((part) => part !== "" && part !== id);
  // The error first: a screen reader then says it before the hints.
  const ids = add ? [id, ...others] : others;
  if (ids.length > 0) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

function countText(count: number): string {
  return count === 1 ? "One thing needs your attention:" : `${count} things need your attention:`;
}

/** The API's words may come without a capital or a full stop. */
function sentence(text: string): string {
  const trimmed = text.trim();
  const ended = /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}

function isField(name: string): name is Field {
  return Object.hasOwn(CONTROLS, name);
}

const CONTROLS: Readonly<Record<Field, string>> = {
  message: "#message",
  channel: "[name=channel]:checked",
  email: "#email",
  phone: "#phone",
  waitSeconds: "#amount",
  sendAt: "#moment",
};

const FIELDS = Object.keys(CONTROLS);
