/** A value now, or later. Most of what the engine does is there now, and waiting for it would cost a hundred times more. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Goes on with a value as soon as it is there: at once if it is there already.
 *
 * Not named `then`: a module that exports `then` is a thenable, and whatever awaits its import never gets it.
 */
export function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
