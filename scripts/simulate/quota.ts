/** What somebody may do so often, or have so many of. */
export interface QuotaFacts {
  readonly name: string;
  /** As a person reads it, with its unit. */
  readonly label: string;
  readonly limit: number;
  /** What whoever runs the stack can do about it. */
  readonly remedy: string;
}

/** How near a run came to a quota. */
export interface QuotaUse extends QuotaFacts {
  /** Whether it bounds how many there are at a time: who waits for others may be why there are so many. */
  readonly isLevel: boolean;
  /** The most in one second, or at one time. */
  readonly peak: number;
  /** For how long it was at its limit. */
  readonly atLimitMs: number;
  readonly refused: number;
}

/** From this share of a limit on, over so long, it holds somebody up: nobody comes exactly in time. */
const FULL = 0.9;
const SPAN_SECONDS = 5;

/** Something that may be done so often a second. Whoever has not used it lately may do it as often at once. */
export class RateQuota {
  readonly #facts: QuotaFacts;
  #tokens: number;
  #filledAt = 0;
  readonly #seconds = new Count();
  readonly #spans = new Count();
  #peak = 0;
  #fullSpans = 0;
  #fullSpan = 0;
  #refused = 0;

  constructor(facts: QuotaFacts) {
    this.#facts = facts;
    this.#tokens = facts.limit;
  }

  /** Whether it may be done at `now`, which counts it. */
  take(now: number): boolean {
    const { limit } = this.#facts;
    this.#tokens = Math.min(limit, this.#tokens + ((now - this.#filledAt) / 1000) * limit);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      this.#refused += 1;
      this.#fill(now);
      return false;
    }
    this.#tokens -= 1;
    this.note(now, 1);
    return true;
  }

  /** Counts what nobody refuses. */
  note(now: number, count: number): void {
    this.#peak = Math.max(this.#peak, this.#seconds.add(now / 1000, count));
    const inSpan = this.#spans.add(spanOf(now), count);
    if (inSpan >= FULL * this.#facts.limit * SPAN_SECONDS) this.#fill(now);
  }

  use(): QuotaUse {
    const atLimitMs = this.#fullSpans * SPAN_SECONDS * 1000;
    const figures = { peak: this.#peak, atLimitMs, refused: this.#refused };
    return { ...this.#facts, isLevel: false, ...figures };
  }

  /** Somebody is held up, or as good as. */
  #fill(now: number): void {
    const span = Math.floor(spanOf(now));
    if (span === this.#fullSpan) return;
    this.#fullSpan = span;
    this.#fullSpans += 1;
  }
}

function spanOf(now: number): number {
  return now / 1000 / SPAN_SECONDS;
}

/** How often something was done since a length of time began. */
class Count {
  #since = 0;
  #count = 0;

  /** `time` in lengths of time. */
  add(time: number, count: number): number {
    const since = Math.floor(time);
    if (since !== this.#since) this.#count = 0;
    this.#since = since;
    this.#count += count;
    return this.#count;
  }
}

/** Something of which there are so many at a time. */
export class LevelQuota {
  readonly #facts: QuotaFacts;
  #level = 0;
  #since = 0;
  #peak = 0;
  #atLimitMs = 0;

  constructor(facts: QuotaFacts) {
    this.#facts = facts;
  }

  get hasRoom(): boolean {
    return this.#level < this.#facts.limit;
  }

  change(by: number, now: number): void {
    if (!this.hasRoom) this.#atLimitMs += now - this.#since;
    this.#level += by;
    this.#since = now;
    this.#peak = Math.max(this.#peak, this.#level);
  }

  use(): QuotaUse {
    const figures = { peak: this.#peak, atLimitMs: this.#atLimitMs, refused: 0 };
    return { ...this.#facts, isLevel: true, ...figures };
  }
}

/** Something that may be done so often in a window, which begins with the first time. */
export class WindowQuota {
  readonly windowMs: number;
  readonly #facts: QuotaFacts;
  #used = 0;
  #endsAt = 0;
  #fullSince: number | undefined;
  #peak = 0;
  #atLimitMs = 0;
  #refused = 0;

  constructor(facts: QuotaFacts, windowMs: number) {
    this.#facts = facts;
    this.windowMs = windowMs;
  }

  get limit(): number {
    return this.#facts.limit;
  }

  /** How often it may still be done in the window of `now`. */
  remaining(now: number): number {
    if (now >= this.#endsAt) this.#begin(now);
    return this.limit - this.#used;
  }

  take(now: number): boolean {
    if (this.remaining(now) === 0) {
      this.#refused += 1;
      return false;
    }
    this.#used += 1;
    this.#peak = Math.max(this.#peak, this.#used);
    if (this.#used === this.limit) this.#fullSince = now;
    return true;
  }

  use(now: number): QuotaUse {
    const openMs =
      this.#fullSince === undefined ? 0 : Math.min(now, this.#endsAt) - this.#fullSince;
    const atLimitMs = this.#atLimitMs + openMs;
    const figures = { peak: this.#peak, atLimitMs, refused: this.#refused };
    return { ...this.#facts, isLevel: false, ...figures };
  }

  #begin(now: number): void {
    if (this.#fullSince !== undefined) this.#atLimitMs += this.#endsAt - this.#fullSince;
    this.#fullSince = undefined;
    this.#used = 0;
    this.#endsAt = now + this.windowMs;
  }
}
