import type { Clock } from '../clock.ts';
import { givingWay, HOLDER_KEPT_MS, type Holder, latestHolders } from '../mirror/known-holders.ts';
import type { BlobHolders } from '../mirror/ports.ts';
import type { Digest } from '../oci/digest.ts';
import { holderKey, isClaim } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';

/** What the processes of one host have heard of who holds which blob. */
export class SqliteBlobHolders implements BlobHolders {
  readonly #items: SqliteItems;
  readonly #clock: Clock;

  constructor(items: SqliteItems, clock: Clock) {
    this.#items = items;
    this.#clock = clock;
  }

  async list(registry: string, blob: Digest): Promise<readonly string[]> {
    return latestHolders(this.#known(registry, blob));
  }

  async add(registry: string, blob: Digest, repository: string): Promise<void> {
    const heardAt = this.#clock.now();
    this.#items.transaction(() => {
      const former = givingWay(this.#known(registry, blob), repository, heardAt);
      if (!former) return;
      const key = holderKey(registry, blob, repository);
      this.#items.put(key, { heardAt }, heardAt + HOLDER_KEPT_MS);
      for (const holder of former) {
        this.#items.remove(holderKey(registry, blob, holder.repository));
      }
    });
  }

  async remove(registry: string, blob: Digest, repository: string): Promise<void> {
    this.#items.remove(holderKey(registry, blob, repository));
  }

  #known(registry: string, blob: Digest): readonly Holder[] {
    return this.#items
      .listLatest(holderKey(registry, blob))
      .filter((stored) => !isClaim(stored))
      .map(({ sk, item }) => ({ repository: sk, ...item }));
  }
}
