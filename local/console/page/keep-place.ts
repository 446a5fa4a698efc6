/**
 * Replaces what an element holds, and keeps the person's place: the focus and the opened `<details>`, both by their
 * `data-key`, and the scroll positions of the parts that have one.
 */
export function replaceKeepingPlace(container: HTMLElement, ...content: readonly Node[]): void {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  const opened = new Map(keyed(container, HTMLDetailsElement).map((details) => [details.dataset.key, details.open]));
  const scrolled = new Map(
    keyed(container, HTMLElement).map((part) => [part.dataset.key, [part.scrollLeft, part.scrollTop]]),
  );
  container.replaceChildren(...content);
  for (const details of keyed(container, HTMLDetailsElement)) {
    details.open = opened.get(details.dataset.key) ?? details.open;
  }
  for (const part of keyed(container, HTMLElement)) {
    const [left = 0, top = 0] = scrolled.get(part.dataset.key) ?? [];
    if (left > 0 || top > 0) part.scrollTo({ left, top, behavior: "instant" });
    if (focused !== undefined && part.dataset.key === focused) part.focus({ preventScroll: true });
  }
}

function keyed<T extends HTMLElement>(container: HTMLElement, type: new () => T): T[] {
  return [...container.querySelectorAll("[data-key]")].filter((part): part is T => part instanceof type);
}
