import { element } from "./dom.js";

/** Speaks a sentence through the screen reader, politely, without moving the focus. */
export type Announce = (sentence: string) => void;

/**
 * Puts a live region at the end of the page. For what a person would miss otherwise (a status that changed), never for
 * a countdown's ticks.
 */
export function createAnnouncer(document: Document): Announce {
  const region = element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  document.body.append(region);
  let waiting: string[] = [];
  return (sentence) => {
    waiting.push(sentence);
    // What happens at the same time is spoken together: one sentence would take the other's place.
    if (waiting.length > 1) return;
    // A live region speaks changes only: the same sentence twice needs an empty moment between.
    region.textContent = "";
    setTimeout(() => {
      region.textContent = waiting.join(" ");
      waiting = [];
    }, 50);
  };
}
