import { element, setText } from "../common/dom.js";
import { capitalized, type MomentStyle, momentText } from "../common/moment.js";
import { drawing, flavour } from "./drawing.js";
import { isFinal, type OrderState } from "./order.js";
import { orderTitle, orderWords } from "./order-words.js";

/** One order on the page. */
export interface OrderCard {
  readonly root: HTMLLIElement;
  /** @param gaveUp the robot that had the order before and did not finish it */
  show(state: OrderState, now: number, gaveUp?: string): void;
  focus(): void;
}

/** Makes the card of one order: a glass that fills, the status in words, and how far it is. */
export function createOrderCard(document: Document, id: string, style: MomentStyle, onForget: () => void): OrderCard {
  const title = element("h3", { id: `order-${id}`, tabindex: "-1" });
  const pill = element("span", { class: "pill" });
  const sentence = element("p", { class: "sentence" });
  const moment = element("time", { class: "moment" });
  const aboutForget = element("span", { class: "visually-hidden" });
  const forget = element("button", { type: "button", class: "button button-plain" }, "Remove", aboutForget);
  forget.addEventListener("click", onForget);
  // The pill says the same in words.
  const steps = element("div", { class: "steps", "aria-hidden": "true" }, ...STEPS.map(() => element("span")));
  const root = element(
    "li",
    { class: "card order", "data-id": id },
    element("div", { class: "order-glass" }, drawing(document, "glass")),
    element(
      "div",
      { class: "order-main" },
      element("div", { class: "card-head" }, title, pill),
      sentence,
      steps,
      element("div", { class: "card-foot" }, moment, forget),
    ),
  );

  return {
    root,
    show(state, now, gaveUp) {
      const words = orderWords(state, gaveUp);
      setText(title, orderTitle(state));
      setText(pill, words.label);
      pill.dataset.tone = words.tone;
      setText(sentence, words.sentence);
      root.dataset.status = state.status;
      if ("smoothie" in state) {
        root.dataset.flavour = flavour(state.smoothie);
        moment.dateTime = new Date(state.createdAt).toISOString();
        setText(moment, `Ordered ${momentText(state.createdAt, now, style)}`);
      }
      const reached = STEPS.indexOf(state.status);
      [...steps.children].forEach((step, index) => void step.toggleAttribute("data-reached", index <= reached));
      steps.hidden = reached < 0;
      forget.hidden = !isFinal(state);
      setText(aboutForget, ` ${capitalized(orderTitle(state))} from this list`);
    },
    focus: () => title.focus(),
  };
}

const STEPS: readonly OrderState["status"][] = ["queued", "waiting", "blending", "served"];
