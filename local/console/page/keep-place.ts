/**
 * Replaces what an element holds, and keeps the person's place: the focus and the opened `<details>`, both by their
 * `data-key`, and the scroll positions of the parts that have one. A picture stays until the next one of its `data-key` is
 * there: without one the page would shrink for a moment, and what the person reads would jump.
 */
export function replaceKeepingPlace(container: HTMLElement, ...content: readonly Node[]): void {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const opened = new Map(keyed(container, HTMLDetailsElement).map((details) => [details.dataset.key, details.open]));
  const scrolled = new Map(
    keyed(container, HTMLElement).map((part) => [part.dataset.key, [part.scrollLeft, part.scrollTop]]),
  );
  const pictures = new Map(keyed(container, HTMLImageElement).map((picture) => [picture.dataset.key, picture]));
  container.replaceChildren(...content);
  for (const next of keyed(container, HTMLImageElement)) {
    const shown = pictures.get(next.dataset.key);
    if (shown) follow(shown, next);
  }
  for (const details of keyed(container, HTMLDetailsElement)) {
    details.open = opened.get(details.dataset.key) ?? details.open;
  }
  for (const part of keyed(container, HTMLElement)) {
    const [left = 0, top = 0] = scrolled.get(part.dataset.key) ?? [];
    if (left > 0 || top > 0) part.scrollTo({ left, top, behavior: "instant" });
    if (focused !== undefined && part.dataset.key === focused) part.focus({ preventScroll: true });
  }
}

/** Puts the picture that is shown in the place of the next one, until that has come and unless a later one is on the way. */
function follow(shown: HTMLImageElement, next: HTMLImageElement): void {
  next.replaceWith(shown);
  shown.dataset.next = next.src;
  if (next.src === shown.src) return;
  next.addEventListener("load", () => {
    if (shown.dataset.next === next.src) shown.replaceWith(next);
  });
}

function keyed<T extends HTMLElement>(container: HTMLElement, type: new () => T): T[] {
  return [...container.querySelectorAll("[data-key]")].filter((part): part is T => part instanceof type);
}
