import { pointerPart } from "../graph.js";

/**
 * A place in the definition: a JSON pointer, or a key inside another place. Only findings need pointers, and most places have
 * none: so the pointer of a place is put together when it is asked for.
 */
export type Site = string | { readonly parent: Site; readonly key: string | number };

/** The place of a key or index inside another place. */
export function inside(parent: Site, key: string | number): Site {
  return { parent, key };
}

/** The JSON pointer (RFC 6901) of a place. */
export function pointerOf(site: Site): string {
  let pointer = "";
  let at = site;
  while (typeof at !== "string") {
    pointer = `/${pointerPart(String(at.key))}${pointer}`;
    at = at.parent;
  }
  return at + pointer;
}
