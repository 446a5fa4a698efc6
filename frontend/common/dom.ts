/**
 * The one element that a selector names, of the class that the caller expects.
 *
 * @throws Error that names the selector when the page does not hold such an element
 * @example const form = find(document, "#form", HTMLFormElement);
 */
export function find<T extends Element>(root: ParentNode, selector: string, type: new () => T): T {
  const found = root.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`The page holds no ${type.name} at '${selector}'. index.html and its scripts do not fit together.`);
}

/** What stands between an element's tags: text (never markup) or elements. */
export type Content = string | Node | null | undefined | false | readonly Content[];

/**
 * Makes an element. Text becomes text nodes, so nothing that came from outside is ever read as markup.
 *
 * @example element("p", { class: "hint" }, "Sent ", element("b", {}, "today"));
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...nodesOf(content));
  return made;
}

/** Sets an element's text if it differs, so that a screen reader's place and a person's selection stay. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

function nodesOf(content: Content): (string | Node)[] {
  if (content === null || content === undefined || content === false) return [];
  if (typeof content === "string" || content instanceof Node) return [content];
  return content.flatMap(nodesOf);
}
