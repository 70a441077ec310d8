import type { PlannedImage } from '../../mirror/planned-image.ts';
import type { Expansions } from '../../mirror/planner-ports.ts';
import type { Tag } from '../../oci/reference.ts';
import type { History } from './history.ts';
import { KeptTexts } from './kept-texts.ts';
import type { Table } from './table.ts';
import { expansionKey, tagsKey } from './table-keys.ts';

/** What runs were expanded to, kept as long as the runs themselves. */
export class DynamoDbExpansions implements Expansions {
  readonly #texts: KeptTexts;
  readonly #history: History;

  constructor(table: Table, history: History) {
    this.#texts = new KeptTexts(table);
    this.#history = history;
  }

  async readTags(runId: string, source: string): Promise<readonly Tag[] | undefined> {
    const text = await this.#texts.read(tagsKey(runId, source));
    return text === undefined ? undefined : JSON.parse(text);
  }

  async keepTags(runId: string, source: string, tags: readonly Tag[]): Promise<void> {
    const key = tagsKey(runId, source);
    await this.#texts.keep(key, JSON.stringify(tags), this.#history.endOf(runId));
  }

  async read(runId: string): Promise<readonly PlannedImage[] | undefined> {
    const text = await this.#texts.read(expansionKey(runId));
    return text === undefined ? undefined : JSON.parse(text);
  }

  async keep(runId: string, images: readonly PlannedImage[]): Promise<readonly PlannedImage[]> {
    const text = JSON.stringify(images);
    await this.#texts.keep(expansionKey(runId), text, this.#history.endOf(runId));
    return (await this.read(runId)) ?? images;
  }
}
