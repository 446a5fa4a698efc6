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

/** As `chain`, for a `next` that takes a subject besides the value: no closure is made unless the value comes later. */
export function chainWith<S, T, R>(
  subject: S,
  value: MaybePromise<T>,
  next: (subject: S, value: T) => MaybePromise<R>,
): MaybePromise<R> {
  return value instanceof Promise ? laterWith(subject, value, next) : next(subject, value);
}

// Apart, so that the usual case does not pay for what a closure needs.
function laterWith<S, T, R>(
  subject: S,
  value: Promise<T>,
  next: (subject: S, value: T) => MaybePromise<R>,
): Promise<R> {
  return value.then((settled) => next(subject, settled));
}
