import { element, find, setText } from "../common/dom.js";
import { drawing } from "./drawing.js";
import type { Kitchen } from "./kitchen.js";
import { createRobotCard, type RobotCard } from "./robot-card.js";
import { kitchenSentence } from "./robot-words.js";

/** The robots and the queue on the page. */
export interface KitchenView {
  /** @param yours the robots that blend an order of this browser */
  show(kitchen: Kitchen, yours: ReadonlySet<string>): void;
  /** Moves on for how long the robots have been as they are. */
  tick(): void;
  /** Says why the kitchen is not shown as it is now; empty when it is. */
  note(text: string): void;
}

/** Shows each robot as a card, and the queue as glasses. */
export function createKitchenView(document: Document, now: () => number): KitchenView {
  const section = find(document, "#kitchen", HTMLElement);
  const robots = find(section, "#robots", HTMLUListElement);
  const summary = find(section, "#summary", HTMLElement);
  const queue = find(section, "#queue", HTMLElement);
  const nobody = find(section, "#no-robots", HTMLElement);
  const title = find(section, "#kitchen-title", HTMLElement);
  const notice = find(section, "#kitchen-problem", HTMLElement);
  const noticeText = find(section, "#kitchen-problem-text", HTMLElement);
  const counts = ["free", "working", "queued"].map((name) => find(section, `#count-${name}`, HTMLElement));
  const shown = new Map<string, RobotCard>();
  nobody.append(drawing(document, "robot"));

  const tick = (): void => {
    for (const card of shown.values()) card.tick(now());
  };

  return {
    tick,
    show(kitchen, yours) {
      section.dataset.state = "known";
      const ids = kitchen.robots.map(({ robotId }) => robotId);
      for (const [id, card] of shown) {
        if (ids.includes(id)) continue;
        card.root.remove();
        shown.delete(id);
      }
      kitchen.robots.forEach((robot, index) => {
        const card = shown.get(robot.robotId) ?? createRobotCard(document, robot.robotId);
        shown.set(robot.robotId, card);
        card.show(robot, robot.status === "WORKING" && yours.has(robot.robotId));
        if (robots.children[index] !== card.root) robots.insertBefore(card.root, robots.children[index] ?? null);
      });
      const numbers = [countOf(kitchen, "ONLINE"), countOf(kitchen, "WORKING"), kitchen.queueLength];
      counts.forEach((place, index) => void setText(place, String(numbers[index])));
      nobody.hidden = shown.size > 0;
      setText(summary, kitchenSentence(kitchen));
      showQueue(kitchen.queueLength);
      tick();
    },
    note(text) {
      setText(noticeText, text);
      // Its button vanishes with it, and must not take the focus along.
      if (text === "" && notice.contains(document.activeElement)) title.focus();
      notice.hidden = text === "";
      section.toggleAttribute("data-stale", text !== "");
      if (text !== "" && section.dataset.state === "loading") section.dataset.state = "failed";
    },
  };

  function showQueue(length: number): void {
    const glasses = Math.min(length, MOST_GLASSES);
    while (queue.childElementCount > glasses) queue.lastElementChild?.remove();
    while (queue.childElementCount < glasses) queue.append(element("span", {}, drawing(document, "glass")));
    queue.toggleAttribute("data-more", length > MOST_GLASSES);
  }
}

function countOf({ robots }: Kitchen, wanted: string): number {
  return robots.filter(({ status }) => status === wanted).length;
}

/** More would say nothing that the number beside them does not. */
const MOST_GLASSES = 12;
