import type {
  DefinitionChanges,
  DefinitionRecord,
  DefinitionRecords,
} from '../mirror/planner-ports.ts';
import { definitionKey } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';

/** What is known of definitions, the text of the last good one included. */
export class SqliteDefinitions implements DefinitionRecords {
  readonly #items: SqliteItems;

  constructor(items: SqliteItems) {
    this.#items = items;
  }

  async read(source: string): Promise<DefinitionRecord> {
    return this.#items.get(definitionKey(source)) ?? {};
  }

  async update(source: string, changes: DefinitionChanges): Promise<void> {
    this.#items.transaction(() => {
      const former = this.#items.get(definitionKey(source));
      const { broken, ...others } = { ...former, ...changes };
      this.#items.put(definitionKey(source), broken ? { ...others, broken } : others);
    });
  }
}
