import type { ServiceRecord, ServiceRecords } from '../service-records.ts';
import type { Table } from './table.ts';
import { serviceKey } from './table-keys.ts';
import { put } from './table-writes.ts';

/** Which functions serve a table, told by the table itself. */
export class DynamoDbServiceRecords implements ServiceRecords {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async read(): Promise<ServiceRecord | undefined> {
    return this.#table.get(serviceKey());
  }

  async keep(record: ServiceRecord): Promise<void> {
    await this.#table.write(put(serviceKey(), record));
  }
}
