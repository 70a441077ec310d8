import type { PlannedImage } from '../mirror/planned-image.ts';
import type { Expansions } from '../mirror/planner-ports.ts';
import type { Tag } from '../oci/reference.ts';
import { expandedKey, expansionKey, tagsKey } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';
import { SqliteRuns } from './sqlite-runs.ts';

/**
 * What runs were expanded to. Thousands of images are megabytes, and a service has a run every few
 * hours: an expansion goes when a later one is kept and its run is over.
 */
export class SqliteExpansions implements Expansions {
  readonly #items: SqliteItems;
  readonly #runs: SqliteRuns;

  /** What belongs to a run is kept for `historyMs` at the most. */
  constructor(items: SqliteItems, historyMs: number) {
    this.#items = items;
    this.#runs = new SqliteRuns(items, historyMs);
  }

  async readTags(runId: string, source: string): Promise<readonly Tag[] | undefined> {
    return this.#items.get(tagsKey(runId, source));
  }

  async keepTags(runId: string, source: string, tags: readonly Tag[]): Promise<void> {
    this.#items.transaction(() => {
      const key = tagsKey(runId, source);
      if (this.#items.get(key) === undefined) this.#runs.keep(runId, key, tags);
    });
  }

  async read(runId: string): Promise<readonly PlannedImage[] | undefined> {
    return this.#items.get(expansionKey(runId));
  }

  async keep(runId: string, images: readonly PlannedImage[]): Promise<readonly PlannedImage[]> {
    return this.#items.transaction(() => {
      const kept = this.#items.get(expansionKey(runId));
      if (kept) return kept;
      this.#runs.keep(runId, expansionKey(runId), images);
      this.#removeOthers(runId);
      this.#runs.keep(runId, expandedKey(runId), {});
      return images;
    });
  }

  /** What the latest run was expanded to that was; `undefined` where there is none. */
  async readLatest(): Promise<readonly PlannedImage[] | undefined> {
    const [latest] = this.#items.listLatest(expandedKey(''), 1);
    return latest && (await this.read(latest.sk));
  }

  #removeOthers(runId: string): void {
    for (const { sk: other } of this.#items.listLatest(expandedKey(''))) {
      if (other > runId || this.#runs.isOpen(other)) continue;
      this.#items.remove(expandedKey(other));
      this.#items.remove(expansionKey(other));
      this.#removeTags(other);
    }
  }

  #removeTags(runId: string): void {
    const { pk } = tagsKey(runId);
    for (const { sk } of this.#items.listLatest(tagsKey(runId))) this.#items.remove({ pk, sk });
  }
}
