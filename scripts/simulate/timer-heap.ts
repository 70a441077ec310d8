/** Something that happens at a time, in milliseconds since the epoch. */
export interface Timer {
  readonly at: number;
  /** What is due at one time happens in the order in which it was asked for. */
  readonly order: number;
  /** Absent once it is called off. */
  wake: (() => void) | undefined;
}

/** Timers, the earliest first. */
export class TimerHeap {
  readonly #timers: Timer[] = [];

  add(timer: Timer): void {
    const timers = this.#timers;
    let place = timers.length;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      const parent = timers[above];
      if (!parent || !isBefore(timer, parent)) break;
      timers[place] = parent;
      place = above;
    }
    timers[place] = timer;
  }

  /** Takes the earliest timer that was not called off. */
  take(): Timer | undefined {
    for (;;) {
      const first = this.#shift();
      if (first === undefined || first.wake) return first;
    }
  }

  #shift(): Timer | undefined {
    const [first] = this.#timers;
    const last = this.#timers.pop();
    if (last && last !== first) this.#sink(last);
    return first;
  }

  /** Puts `timer` into the hole at the top. */
  #sink(timer: Timer): void {
    const timers = this.#timers;
    let place = 0;
    for (;;) {
      const below = this.#earlierChild(2 * place + 1);
      const child = timers[below];
      if (!child || !isBefore(child, timer)) break;
      timers[place] = child;
      place = below;
    }
    timers[place] = timer;
  }

  #earlierChild(left: number): number {
    const [one, other] = [this.#timers[left], this.#timers[left + 1]];
    return one && other && isBefore(other, one) ? left + 1 : left;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
