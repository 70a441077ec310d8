import type { Clock } from '../../lib/clock.ts';
import {
  givingWay,
  HOLDER_KEPT_MS,
  type Holder,
  latestHolders,
} from '../../lib/mirror/known-holders.ts';
import type { BlobHolders } from '../../lib/mirror/ports.ts';
import type { Digest } from '../../lib/oci/digest.ts';

/** Holders within one test. */
export class MemoryBlobHolders implements BlobHolders {
  readonly #clock: Clock;
  readonly #holders = new Map<string, readonly Holder[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async list(registry: string, blob: Digest): Promise<readonly string[]> {
    return latestHolders(this.#known(registry, blob));
  }

  async add(registry: string, blob: Digest, repository: string): Promise<void> {
    const heardAt = this.#clock.now();
    const former = givingWay(this.#known(registry, blob), repository, heardAt);
    if (!former) return;
    const gone = [repository, ...former.map((holder) => holder.repository)];
    this.#keep(registry, blob, { without: gone, plus: [{ repository, heardAt }] });
  }

  async remove(registry: string, blob: Digest, repository: string): Promise<void> {
    this.#keep(registry, blob, { without: [repository], plus: [] });
  }

  #known(registry: string, blob: Digest): readonly Holder[] {
    const now = this.#clock.now();
    const holders = this.#holders.get(`${registry}#${blob}`) ?? [];
    return holders.filter(({ heardAt }) => heardAt + HOLDER_KEPT_MS > now);
  }

  #keep(registry: string, blob: Digest, { without, plus }: Changes): void {
    const kept = this.#known(registry, blob).filter(
      ({ repository }) => !without.includes(repository),
    );
    this.#holders.set(`${registry}#${blob}`, [...kept, ...plus]);
  }
}

interface Changes {
  readonly without: readonly string[];
  readonly plus: readonly Holder[];
}
