/** Time as polling needs it; the browser's, or a test's. */
export interface PollClock {
  /** Calls once after so many milliseconds; the answer calls it off. */
  after(milliseconds: number, action: () => void): () => void;
}

/** What a look has shown: something that moves, nothing that does, or no answer (and when to come back, in seconds). */
export type Found = "lively" | "quiet" | { readonly failed: true; readonly retryAfter?: number };

/** Looks again and again. */
export interface Poll {
  /** Looks now, or, while a look is under way, once more right after it. */
  soon(): void;
}

/** What polling is made with. */
export interface PollOptions {
  readonly look: () => Promise<Found>;
  readonly clock: PollClock;
  /** Whether nobody sees the page. */
  readonly isHidden: () => boolean;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Looks at once, and from then on with a pause that fits what was found: {@link pauseAfter}. One look at a time. */
export function createPoll({ look, clock, isHidden, random }: PollOptions): Poll {
  let looking = false;
  let again = false;
  let failures = 0;
  let callOff = (): void => undefined;

  const round = async (): Promise<void> => {
    callOff();
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    const found = await look();
    looking = false;
    failures = typeof found === "string" ? 0 : failures + 1;
    const pause = again ? 0 : pauseAfter(found, { failures, isHidden: isHidden(), random: random() });
    again = false;
    callOff = clock.after(pause, () => void round());
  };

  void round();
  return { soon: () => void round() };
}

/**
 * Milliseconds until the next look: a second while something moves, five while nothing does, thirty while nobody sees the page.
 * After failures in a row 2, 4, 8 ... 60 seconds, less up to a half by chance, so that pages that failed together do not come back
 * together; and never sooner than the service has asked for.
 *
 * @param random from 0 up to 1
 */
export function pauseAfter(
  found: Found,
  { failures, isHidden, random }: { readonly failures: number; readonly isHidden: boolean; readonly random: number },
): number {
  const least = isHidden ? 30_000 : 0;
  if (typeof found === "string") return Math.max(least, found === "lively" ? 1000 : 5000);
  const grown = Math.min(60_000, 1000 * 2 ** failures);
  return Math.max(least, Math.round(grown * (1 - random / 2)), (found.retryAfter ?? 0) * 1000);
}
