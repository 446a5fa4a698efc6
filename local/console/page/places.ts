/** Where each view was scrolled to. */
export interface Places {
  /** Remembers how far a view is scrolled; to be called before another one is drawn. */
  leave(fragment: string): void;
  /** Scrolls a view that has just been drawn: back and forward lead to where one was, a link to the top. */
  arrive(fragment: string): void;
}

/** Takes the scrolling over from the browser, which does it before a view is drawn. */
export function createPlaces(): Places {
  history.scrollRestoration = "manual";
  history.replaceState(BEEN_HERE, "");
  const tops = new Map<string, number>();
  return {
    leave(fragment) {
      tops.set(fragment, window.scrollY);
    },
    arrive(fragment) {
      // An entry that a link has made has no state yet.
      const isNew = history.state !== BEEN_HERE;
      if (isNew) history.replaceState(BEEN_HERE, "");
      window.scrollTo(0, isNew ? 0 : (tops.get(fragment) ?? 0));
    },
  };
}

const BEEN_HERE = "been here";
