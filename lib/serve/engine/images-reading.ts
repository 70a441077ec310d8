import type { Clock } from '../../clock.ts';
import type { OpenLedger } from '../../local/open-sqlite-ledger.ts';
import type { ServiceEvent } from '../events.ts';
import type { CurrentImage } from '../service.ts';
import { currentImages } from './current-images.ts';

/** Commands beside the service write to the ledger too, and tell nobody. */
const LONGEST_KNOWN_MS = 10_000;

/**
 * The images of the latest definition that was planned, as they were read last: thousands of records take
 * a while. They are read again when something has happened, and now and then.
 */
export class ImagesReading {
  readonly #home: Pick<OpenLedger, 'expansions' | 'ledger'>;
  readonly #clock: Clock;
  #known: { readonly images: Promise<readonly CurrentImage[]>; readonly at: number } | undefined;

  constructor(home: Pick<OpenLedger, 'expansions' | 'ledger'>, clock: Clock) {
    this.#home = home;
    this.#clock = clock;
  }

  /** Hears of everything that may change them. */
  hear({ type }: ServiceEvent): void {
    if (type === 'outcome' || type === 'planned' || type === 'resumed') this.#known = undefined;
  }

  /** Those who ask at one time get one reading. */
  images(): Promise<readonly CurrentImage[]> {
    const now = this.#clock.now();
    if (this.#known && now - this.#known.at < LONGEST_KNOWN_MS) return this.#known.images;
    const known = { images: this.#read(), at: now };
    this.#known = known;
    known.images.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return known.images;
  }

  async #read(): Promise<readonly CurrentImage[]> {
    const { expansions, ledger } = this.#home;
    return await currentImages((await expansions.readLatest()) ?? [], ledger);
  }
}
