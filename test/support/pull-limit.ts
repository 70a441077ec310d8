/** How a registry limits pulls, and how much of that it tells. */
export interface PullLimitOptions {
  readonly pulls: number;
  readonly windowMs: number;
  /** Whether pulls come back one by one, or all of them when a window is over. */
  readonly kind: 'bucket' | 'window';
  /** `ratelimit-limit` and `ratelimit-remaining` in Docker Hub's two forms; absent: none. */
  readonly tells?: 'windows' | 'counts';
  /** Absent: a refusal has no `Retry-After`. */
  readonly retryAfter?: 'seconds' | 'date';
  readonly now: () => number;
}

/** What becomes of one pull. */
export interface Verdict {
  readonly isGranted: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** The pulls that one account has left. */
export class PullLimit {
  readonly #options: PullLimitOptions;
  #left: number;
  #since: number;

  constructor(options: PullLimitOptions) {
    this.#options = options;
    this.#left = options.pulls;
    this.#since = options.now();
  }

  /** Takes one, where there is one. */
  pull(): Verdict {
    this.#refill();
    const isGranted = this.#left >= 1;
    if (isGranted) this.#left -= 1;
    return { isGranted, headers: { ...this.#told(), ...(!isGranted && this.#retryAfter()) } };
  }

  #refill(): void {
    const { pulls, windowMs, kind, now } = this.#options;
    const elapsed = now() - this.#since;
    if (kind === 'bucket') {
      this.#left = Math.min(pulls, this.#left + (elapsed * pulls) / windowMs);
      this.#since = now();
    } else if (elapsed >= windowMs) {
      this.#left = pulls;
      this.#since = now();
    }
  }

  #told(): Readonly<Record<string, string>> {
    const { pulls, windowMs, tells } = this.#options;
    if (tells === undefined) return {};
    const window = tells === 'windows' ? `;w=${windowMs / 1000}` : '';
    return {
      'ratelimit-limit': `${pulls}${window}`,
      'ratelimit-remaining': `${Math.floor(this.#left)}${window}`,
    };
  }

  #retryAfter(): Readonly<Record<string, string>> {
    const { pulls, windowMs, kind, retryAfter, now } = this.#options;
    const waitMs =
      kind === 'bucket' ? ((1 - this.#left) * windowMs) / pulls : this.#since + windowMs - now();
    const seconds = Math.ceil(waitMs / 1000);
    if (retryAfter === undefined) return {};
    const date = new Date(now() + seconds * 1000 + 999).toUTCString();
    return { 'retry-after': retryAfter === 'seconds' ? String(seconds) : date };
  }
}
