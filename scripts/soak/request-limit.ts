export interface RequestLimitOptions {
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * Counts requests as a registry does that has a limit. Who goes beyond it is refused once: to be refused again
 * takes as many requests as the first time.
 */
export class RequestLimit {
  readonly #options: RequestLimitOptions;
  #sentAt: number[] = [];

  constructor(options: RequestLimitOptions) {
    this.#options = options;
  }

  /** Counts a request at `now`, and tells whether it is one too many. */
  isExceeded(now: number): boolean {
    const { requests, windowMs } = this.#options;
    this.#sentAt.push(now);
    if (this.#sentAt.length <= requests) return false;
    const isSoon = now - (this.#sentAt.shift() ?? 0) < windowMs;
    if (isSoon) this.#sentAt = [];
    return isSoon;
  }
}
