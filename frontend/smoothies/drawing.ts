import { find } from "../common/dom.js";

/**
 * A copy of a drawing that `index.html` holds as `<template id="NAME-drawing">`. A copy, where icons share one symbol: its parts look
 * and move by the status of the card that it stands in.
 *
 * @example element("li", {}, drawing(document, "robot"), "robot1");
 */
export function drawing(document: Document, name: string): Node {
  return document.importNode(find(document, `#${name}-drawing`, HTMLTemplateElement).content, true);
}

/** The smoothie's name as style sheets know it, e.g. `mango`: it gives a drawing its colour. */
export function flavour(smoothie: string): string {
  return smoothie.toLowerCase().replace(/[^a-z]+/g, "-");
}
