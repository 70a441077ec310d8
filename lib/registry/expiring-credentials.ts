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

/** Credentials that are younger cannot be refused for their age. */
const YOUTH_MS = 5 * 60 * 1000;

/** How long a failure is kept that asking again at once would not change: many requests wait for one answer. */
const FAILURE_MS = 10 * 1000;

/** Keeps what `issue` gave until its time is over or a registry refuses it; of failures only those that last, for a moment. */
export class ExpiringCredentials implements CredentialProvider {
  readonly kind = 'provider';
  readonly #issue: () => Promise<IssuedCredentials>;
  readonly #clock: Clock;
  #held: Held | undefined;

  constructor(issue: () => Promise<IssuedCredentials>, clock: Clock) {
    this.#issue = issue;
    this.#clock = clock;
  }

  async current({ signal }: CallOptions = {}): Promise<RenewableCredentials | undefined> {
    const held = this.#held;
    const { issued } = held && this.#clock.now() < held.renewAt ? held : this.#renew();
    return (await abortable(issued, signal)).credentials;
  }

  drop(refused: RenewableCredentials): boolean {
    const held = this.#held;
    if (held?.value?.credentials !== refused) return true;
    if (this.#clock.now() - held.since < YOUTH_MS) return false;
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
