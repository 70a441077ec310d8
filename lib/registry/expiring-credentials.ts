import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { SyncerError } from '../errors.ts';
import { abortable } from './abortable.ts';
import type { CredentialProvider, RenewableCredentials } from './credentials.ts';

/** Credentials as their issuer gave them. */
export interface IssuedCredentials {
  /** `undefined` to be anonymous. */
  readonly credentials: RenewableCredentials | undefined;
  /** From when on others are asked for, in milliseconds since the epoch. */
  readonly renewAt: number;
}

interface Held {
  readonly issued: Promise<IssuedCredentials>;
  readonly since: number;
  /** What the promise resolved to. */
  value?: IssuedCredentials;
  /** From when on others are asked for. */
  renewAt: number;
}

/** How refused credentials are judged. */
export interface RenewalOptions {
  /**
   * How old credentials are at least that are refused for their age. Default: 5 minutes. With 0, for
   * those that anybody may replace at any time, {@link pauseMs} alone ends the asking.
   */
  readonly youthMs?: number;
  /** How long after a refusal has had others asked for no further one does. Default: 0. */
  readonly pauseMs?: number;
}

const YOUTH_MS = 5 * 60 * 1000;

/** How long a failure is kept that asking again at once would not change: many requests wait for one answer. */
const FAILURE_MS = 10 * 1000;

/** Keeps what `issue` gave until its time is over or a registry refuses it; of failures only those that last, for a moment. */
export class ExpiringCredentials implements CredentialProvider {
  readonly kind = 'provider';
  readonly #issue: () => Promise<IssuedCredentials>;
  readonly #clock: Clock;
  readonly #youthMs: number;
  readonly #pauseMs: number;
  #held: Held | undefined;
  #droppedAt = Number.NEGATIVE_INFINITY;

  constructor(
    issue: () => Promise<IssuedCredentials>,
    clock: Clock,
    { youthMs = YOUTH_MS, pauseMs = 0 }: RenewalOptions = {},
  ) {
    this.#issue = issue;
    this.#clock = clock;
    this.#youthMs = youthMs;
    this.#pauseMs = pauseMs;
  }

  async current({ signal }: CallOptions = {}): Promise<RenewableCredentials | undefined> {
    const held = this.#held;
    const { issued } = held && this.#clock.now() < held.renewAt ? held : this.#renew();
    return (await abortable(issued, signal)).credentials;
  }

  drop(refused: RenewableCredentials): boolean {
    const held = this.#held;
    if (held?.value?.credentials !== refused) return true;
    const now = this.#clock.now();
    if (now - held.since < this.#youthMs || now - this.#droppedAt < this.#pauseMs) return false;
    this.#droppedAt = now;
    this.#held = undefined;
    return true;
  }

  /** One renewal serves everyone who waits for it, so no caller's abort ends it. */
  #renew(): Held {
    const since = this.#clock.now();
    const held: Held = { issued: this.#issue(), since, renewAt: Number.POSITIVE_INFINITY };
    this.#held = held;
    held.issued.then(
      (value) => {
        held.value = value;
        held.renewAt = value.renewAt;
      },
      (error: unknown) => {
        const isLasting = error instanceof SyncerError && !error.retryable;
        held.renewAt = isLasting ? this.#clock.now() + FAILURE_MS : 0;
      },
    );
    return held;
  }
}
