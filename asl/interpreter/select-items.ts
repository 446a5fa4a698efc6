import type { Json } from "../spec/index.js";
import { Frame, type MapItem } from "./frame.js";
import type { Compute } from "./language.js";
import { itemAt } from "./map-entries.js";
import type { MaybePromise } from "./maybe-promise.js";

/** The Map state's frame, seen with one item: only the context object differs. */
export function selectorFrame(frame: Frame, item: MapItem): Frame {
  const view = new Frame(
    frame.run,
    frame.scope,
    frame.owner,
    { state: frame.state },
    frame.input,
    frame.previous,
    item,
  );
  view.elapsed = frame.elapsed;
  return view;
}

/** What `ItemSelector` makes of all items; `sourceOf` says where each is from, in a distributed Map state. */
export function selectItems(
  frame: Frame,
  selector: Compute<Json> | undefined,
  items: readonly Json[],
  sourceOf?: (index: number) => string,
): MaybePromise<readonly Json[]> {
  if (selector === undefined) return items;
  const selected = items.map((_item, index) => {
    const source = sourceOf === undefined ? {} : { source: sourceOf(index) };
    return selector(selectorFrame(frame, { ...itemAt(items, index), ...source }));
  });
  return selected.some((value) => value instanceof Promise) ? Promise.all(selected) : settled(selected);
}

function settled(values: readonly MaybePromise<Json>[]): readonly Json[] {
  return values.map((value) => (value instanceof Promise ? null : value));
}
