import type {
  DefinitionChanges,
  DefinitionRecord,
  DefinitionRecords,
} from '../../mirror/planner-ports.ts';
import { brokenOf, changedDefinition, type DefinitionItem } from './definition-item.ts';
import { KeptTexts } from './kept-texts.ts';
import type { Table } from './table.ts';
import { definitionKey, definitionTextKey } from './table-keys.ts';
import { put } from './table-writes.ts';

/** How often a record is read again whose text was replaced between the two readings. */
const READINGS = 5;

/** What planners know of definitions: one item each, and its text, of any length, beside it. */
export class DynamoDbDefinitions implements DefinitionRecords {
  readonly #table: Table;
  readonly #texts: KeptTexts;

  constructor(table: Table) {
    this.#table = table;
    this.#texts = new KeptTexts(table);
  }

  async read(source: string): Promise<DefinitionRecord> {
    for (let reading = 1; ; reading += 1) {
      const item = (await this.#table.get(definitionKey(source))) ?? {};
      const record = await this.#recordOf(source, item);
      const isTorn = item.good !== undefined && record.good === undefined;
      if (!isTorn || reading === READINGS) return record;
    }
  }

  /** The text goes first and its version last, so that whoever reads in between finds the former one whole. */
  async update(source: string, changes: DefinitionChanges): Promise<void> {
    const former = (await this.#table.get(definitionKey(source))) ?? {};
    const { good } = changes;
    if (good) await this.#texts.keep(definitionTextKey(source, good.version), good.text);
    await this.#table.write(put(definitionKey(source), changedDefinition(former, changes)));
    if (good && former.good && former.good.version !== good.version) {
      await this.#texts.remove(definitionTextKey(source, former.good.version));
    }
  }

  async #recordOf(source: string, item: DefinitionItem): Promise<DefinitionRecord> {
    const { planned, good } = item;
    const text = good && (await this.#texts.read(definitionTextKey(source, good.version)));
    return {
      ...(planned && { planned }),
      ...(good && text !== undefined && { good: { version: good.version, text } }),
      ...brokenOf(item),
    };
  }
}
