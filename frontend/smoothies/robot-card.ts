import { element, setText } from "../common/dom.js";
import { drawing, flavour } from "./drawing.js";
import type { Robot } from "./kitchen.js";
import { ROBOT_LABELS, robotSentence } from "./robot-words.js";

/** One robot on the page. */
export interface RobotCard {
  readonly root: HTMLLIElement;
  show(robot: Robot, isYours: boolean): void;
  /** Moves on for how long it has been so; cheap enough for each second. */
  tick(now: number): void;
}

/** Makes the card of a robot: its picture, its status, and what it does since when. */
export function createRobotCard(document: Document, robotId: string): RobotCard {
  const pill = element("span", { class: "pill" });
  const sentence = element("time", { class: "sentence" });
  const root = element(
    "li",
    { class: "card robot", "data-robot": robotId },
    drawing(document, "robot"),
    element(
      "div",
      { class: "robot-main" },
      element("div", { class: "card-head" }, element("h3", {}, robotId), pill),
      element("p", {}, sentence),
    ),
  );
  let shown: { readonly robot: Robot; readonly isYours: boolean } | undefined;

  return {
    root,
    show(robot, isYours) {
      shown = { robot, isYours };
      const { label, tone } = ROBOT_LABELS[robot.status];
      setText(pill, label);
      pill.dataset.tone = tone;
      root.dataset.status = robot.status;
      root.toggleAttribute("data-yours", isYours);
      if (robot.smoothie === undefined) delete root.dataset.flavour;
      else root.dataset.flavour = flavour(robot.smoothie);
      sentence.dateTime = new Date(robot.since).toISOString();
    },
    tick(now) {
      if (shown) setText(sentence, robotSentence(shown.robot, now, shown.isYours));
    },
  };
}
