/**
 * Lets only so many calls run at a time, with a pause after each: a page that opens with a long list asks for one after the other
 * and not for all in one burst, which the API would throttle.
 *
 * @param atOnce how many calls may run at a time
 * @param pause milliseconds between the end of a call and the start of the next in its place
 * @example
 * const look = inTurn(api.look, { atOnce: 2, pause: 100 });
 */
export function inTurn<Argument, Result>(
  call: (argument: Argument) => Promise<Result>,
  { atOnce, pause }: { readonly atOnce: number; readonly pause: number },
): (argument: Argument) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const done = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  return async (argument) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await call(argument);
    } finally {
      setTimeout(done, pause);
    }
  };
}
