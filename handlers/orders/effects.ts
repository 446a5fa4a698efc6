import * as v from "valibot";
import { defineError } from "../common/define-error.js";

/** What is known of something that happens once for an order, such as its payment. */
export interface Effect {
  /** `begun`: it may have happened. `undoing`: it is being undone and must not happen any more. */
  readonly state: "begun" | "done" | "undoing" | "undone";
  /** What came of it, as JSON, once it is done. */
  readonly result?: string;
}

/** Where it is noted what has happened for an order. Each function is one conditional write. */
export interface EffectStore {
  /** Notes that it begins, unless something is noted already; gives what is noted now. */
  begin(key: string): Promise<Effect>;
  /** Notes what came of it; false when it has been undone meanwhile. */
  finish(key: string, result: string): Promise<boolean>;
  /** Notes that it is being undone, so that it cannot begin any more; gives what was noted before, if anything. */
  beginUndo(key: string): Promise<Effect | undefined>;
  /** Notes that it is undone. */
  finishUndo(key: string): Promise<void>;
}

/** Something that happens once for an order, and how to take it back. */
export interface Once<Result> {
  readonly store: EffectStore;
  /** Such as `payment#<orderId>`. */
  readonly key: string;
  readonly result: v.GenericSchema<unknown, Result>;
  /** Does it. It may be called again under the same key when its answer was lost, and must then do nothing more. */
  readonly act: () => Promise<Result>;
  /** Takes it back, if it has happened; it may be called again, too. */
  readonly reverse: () => Promise<void>;
}

/** The order was undone before this could happen, or while it did: nothing is left of it. */
export const Undone = defineError("Undone");

/**
 * Does something once, however often it is asked: a later call gives the first one's result.
 *
 * @throws Undone when `undoOnce` was there before it, or came in between.
 */
export async function doOnce<Result>({ store, key, result, act, reverse }: Once<Result>): Promise<Result> {
  const found = await store.begin(key);
  if (found.state === "undoing" || found.state === "undone") throw new Undone(`${key} was undone before it began.`);
  if (found.state === "done") return v.parse(result, JSON.parse(found.result ?? "null"));
  const done = await act();
  if (await store.finish(key, JSON.stringify(done))) return done;
  // The undo step did not see what has just happened.
  await reverse();
  throw new Undone(`${key} was undone while it happened, so it was taken back.`);
}

/** Takes something back, once, if it has happened; in any case it cannot happen any more. */
export async function undoOnce({
  store,
  key,
  reverse,
}: Pick<Once<unknown>, "store" | "key" | "reverse">): Promise<"undone" | "never done"> {
  const before = await store.beginUndo(key);
  if (before?.state === "undone") return "undone";
  if (before) await reverse();
  await store.finishUndo(key);
  return before ? "undone" : "never done";
}
