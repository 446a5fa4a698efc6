/** The part of the browser's `Storage` that is used here. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** A list that a browser keeps. */
export interface KeptList<T> {
  all(): readonly T[];
  /** Adds one, in front; one that is there already (an answer repeated) stays as it is. */
  add(item: T): void;
  remove(id: string): void;
  /** Whether the browser keeps the list when the page is closed. */
  isKept(): boolean;
}

/** What a list is made with. */
export interface KeptListOptions<T> {
  /** Gives the storage; it may throw, as `window.localStorage` does where cookies are blocked. */
  readonly open: () => KeyValueStore;
  /** By system, since one machine serves several systems from one origin. */
  readonly key: string;
  readonly idOf: (item: T) => string;
  /** Reads one item from the storage's JSON: as `[item]`, or as `[]` for what is none. */
  readonly read: (value: unknown) => readonly T[];
  /** The oldest beyond so many are forgotten. */
  readonly most: number;
}

/**
 * A list in the browser's storage. Works on in memory when the storage is blocked, full or holds something else.
 *
 * Each change reads the storage anew, so that two tabs do not overwrite each other.
 */
export function createKeptList<T>({ open, key, idOf, read: readOne, most }: KeptListOptions<T>): KeptList<T> {
  const store = attempt(open);
  let memory: readonly T[] = [];
  let kept = store !== undefined;

  const parse = (text: string): readonly T[] => {
    const value: unknown = attempt(() => JSON.parse(text));
    return Array.isArray(value) ? value.flatMap(readOne).slice(0, most) : [];
  };
  const read = (): readonly T[] => {
    const text = kept ? attempt(() => store?.getItem(key) ?? "[]") : undefined;
    if (text === undefined) {
      kept = false;
      return memory;
    }
    memory = parse(text);
    return memory;
  };
  const write = (items: readonly T[]): void => {
    memory = items.slice(0, most);
    const written = attempt(() => {
      store?.setItem(key, JSON.stringify(memory));
      return true;
    });
    if (!written) kept = false;
  };

  read();
  return {
    all: read,
    add(item) {
      const others = read();
      if (others.some((other) => idOf(other) === idOf(item))) return;
      write([item, ...others]);
    },
    remove(id) {
      write(read().filter((item) => idOf(item) !== id));
    },
    isKept: () => kept,
  };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
