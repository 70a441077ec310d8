import type { Clock } from '../../clock.ts';
import {
  givingWay,
  HOLDER_KEPT_MS,
  type Holder,
  latestHolders,
} from '../../mirror/known-holders.ts';
import type { BlobHolders } from '../../mirror/ports.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Table } from './table.ts';
import { HOLDERS, type HolderItem, holderKey, isClaim } from './table-keys.ts';
import { put, remove } from './table-writes.ts';

/** What everybody who shares the table has heard of who holds which blob: one query tells it. */
export class DynamoDbBlobHolders implements BlobHolders {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async list(registry: string, blob: Digest): Promise<readonly string[]> {
    return latestHolders(await this.#known(registry, blob));
  }

  /** Two workers at one time may add one too many, which the next one removes. */
  async add(registry: string, blob: Digest, repository: string): Promise<void> {
    const heardAt = this.#clock.now();
    const former = givingWay(await this.#known(registry, blob), repository, heardAt);
    if (!former) return;
    const key = holderKey(registry, blob, repository);
    await this.#table.write(put(key, { heardAt }, { expiresAt: heardAt + HOLDER_KEPT_MS }));
    for (const holder of former) await this.#giveWay(registry, blob, holder);
  }

  async remove(registry: string, blob: Digest, repository: string): Promise<void> {
    await this.#table.write(remove(holderKey(registry, blob, repository)));
  }

  /** Another worker may have heard of it since. */
  async #giveWay(registry: string, blob: Digest, { repository, heardAt }: Holder): Promise<void> {
    const unheard = { condition: '#heardAt = :heardAt', values: { heardAt } };
    await this.#table.write(remove(holderKey(registry, blob, repository), unheard));
  }

  async #known(registry: string, blob: Digest): Promise<readonly Holder[]> {
    const { pk } = holderKey(registry, blob, '');
    const stored = await this.#table.list<HolderItem>({ pk, ...HOLDERS });
    return stored
      .filter((each) => !isClaim(each))
      .map(({ sk, item }) => ({ repository: sk, ...item }));
  }
}
