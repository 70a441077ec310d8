/** What bounds the memory of {@link RecentlyUsed}. */
export interface RecentlyUsedOptions<Value> {
  /** The most that all values weigh together. */
  readonly capacity: number;
  readonly weigh: (value: Value) => number;
}

/** Remembers values until others need their room; the one that was not asked for longest goes first. */
export class RecentlyUsed<Value> {
  readonly #options: RecentlyUsedOptions<Value>;
  /** The least recently used first, as a map keeps its keys in the order in which they were set. */
  readonly #values = new Map<string, Value>();
  #weight = 0;

  constructor(options: RecentlyUsedOptions<Value>) {
    this.#options = options;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** Remembers `value`, unless it alone weighs more than everything may. */
  put(key: string, value: Value): void {
    const { capacity, weigh } = this.#options;
    this.remove(key);
    if (weigh(value) > capacity) return;
    this.#values.set(key, value);
    this.#weight += weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= capacity) return;
      this.remove(oldest);
    }
  }

  /** Forgets a value; does nothing where there is none. */
  remove(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#weight -= this.#options.weigh(value);
  }
}
