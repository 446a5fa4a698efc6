import { element, find, setText } from "../common/dom.js";
import type { FieldError } from "../common/problem.js";
import { drawing, flavour } from "./drawing.js";
import type { Field, FormValues } from "./read-order-form.js";

/** The form: the menu, what is chosen, and what is wrong with it. */
export interface OrderForm {
  readonly root: HTMLFormElement;
  values(): FormValues;
  /** Offers these; what is chosen stays chosen if it is still offered. */
  showMenu(menu: readonly string[]): void;
  setBusy(busy: boolean): void;
  isBusy(): boolean;
  /** Shows errors beside their fields and leads to the first; what belongs to no field, above the button. */
  showErrors(errors: readonly FieldError[], general?: string): void;
  clearErrors(field?: Field): void;
}

/** Takes hold of the form that stands in `index.html`. */
export function createOrderForm(document: Document): OrderForm {
  const root = find(document, "#order-form", HTMLFormElement);
  const menu = find(root, "#menu", HTMLElement);
  const noMenu = find(root, "#no-menu", HTMLElement);
  const customer = find(root, "#customer", HTMLInputElement);
  const submit = find(root, "button[type=submit]", HTMLButtonElement);
  const problem = find(root, "#order-problem", HTMLElement);
  const submitText = submit.textContent ?? "";
  let offered: readonly string[] = [];

  const chosen = (): HTMLInputElement | undefined => [...menu.querySelectorAll("input")].find(({ checked }) => checked);
  const controlsOf = (field: Field): readonly HTMLElement[] =>
    field === "customer" ? [customer] : [...menu.querySelectorAll("input")];

  const show = (field: Field, text: string): void => {
    const place = find(root, `#${field}-error`, HTMLElement);
    setText(place, text);
    place.hidden = text === "";
    for (const control of controlsOf(field)) {
      if (text === "") {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-describedby");
      } else {
        if (field === "customer") control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", place.id);
      }
    }
  };
  const clearErrors = (field?: Field): void => {
    for (const one of field ? [field] : FIELDS) show(one, "");
    setText(problem, "");
    problem.hidden = true;
  };

  return {
    root,
    clearErrors,
    values: () => ({ smoothie: chosen()?.value, customer: customer.value, hasMenu: offered.length > 0 }),
    showMenu(smoothies) {
      noMenu.hidden = smoothies.length > 0;
      if (smoothies.length === offered.length && smoothies.every((one, index) => one === offered[index])) return;
      offered = smoothies;
      clearErrors("smoothie");
      const before = chosen()?.value;
      menu.replaceChildren(
        ...smoothies.map((smoothie) =>
          element(
            "label",
            { class: "choice", "data-flavour": flavour(smoothie) },
            element("input", {
              ...{ type: "radio", name: "smoothie", value: smoothie, required: true },
              checked: smoothie === before,
            }),
            drawing(document, "glass"),
            element("span", {}, smoothie),
          ),
        ),
      );
    },
    setBusy(busy) {
      // Not `disabled`: that would throw the focus away in the middle of the page.
      submit.setAttribute("aria-disabled", String(busy));
      root.setAttribute("aria-busy", String(busy));
      setText(submit, busy ? "Ordering…" : submitText);
    },
    isBusy: () => root.getAttribute("aria-busy") === "true",
    showErrors(errors, general) {
      clearErrors();
      const others: string[] = general === undefined ? [] : [general];
      for (const { field, message } of errors) {
        if (isField(field)) show(field, message);
        else others.push(message);
      }
      if (others.length > 0) {
        problem.hidden = false;
        setText(problem, others.join(" "));
      }
      const first = FIELDS.find((field) => errors.some((error) => error.field === field));
      if (first) (chosen() && first === "smoothie" ? chosen() : controlsOf(first)[0])?.focus();
      else problem.scrollIntoView({ block: "nearest" });
    },
  };
}

function isField(name: string): name is Field {
  return FIELDS.some((field) => field === name);
}

const FIELDS: readonly Field[] = ["smoothie", "customer"];
