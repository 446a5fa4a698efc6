/** A timer in a queue. `slot` is its place in the heap, -1 when it is not queued. */
export interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  slot: number;
}

/** Timers ordered by time, then by the order in which they were set: a binary heap with removal from the middle. */
export class TimerQueue {
  readonly #heap: Timer[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The timer that is due first. */
  get first(): Timer | undefined {
    return this.#heap[0];
  }

  add(at: number, fire: () => void): Timer {
    const timer = { at, order: this.#order++, fire, slot: this.#heap.length };
    this.#heap.push(timer);
    this.#up(timer);
    return timer;
  }

  /** Takes a timer out; does nothing when it is not queued. */
  remove(timer: Timer): void {
    const { slot } = timer;
    const last = this.#heap[this.#heap.length - 1];
    if (slot < 0 || last === undefined) return;
    this.#heap.pop();
    timer.slot = -1;
    if (last === timer) return;
    this.#place(last, slot);
    this.#up(last);
    this.#down(last);
  }

  #place(timer: Timer, slot: number): void {
    this.#heap[slot] = timer;
    timer.slot = slot;
  }

  #up(timer: Timer): void {
    while (timer.slot > 0) {
      const parent = this.#heap[(timer.slot - 1) >> 1];
      if (parent === undefined || isBefore(parent, timer)) return;
      const slot = parent.slot;
      this.#place(parent, timer.slot);
      this.#place(timer, slot);
    }
  }

  #down(timer: Timer): void {
    for (;;) {
      const left = this.#heap[2 * timer.slot + 1];
      const right = this.#heap[2 * timer.slot + 2];
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(timer, child)) return;
      const slot = child.slot;
      this.#place(child, timer.slot);
      this.#place(timer, slot);
    }
  }
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
