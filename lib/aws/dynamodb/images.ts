import type { ImageMemory, ImageRecord } from '../../mirror/ports.ts';
import { type MemoryItem, memoryOf } from './memory-item.ts';
import { outcomeOf } from './outcome-item.ts';
import type { Table } from './table.ts';
import { IMAGE_ROWS, imagePartition, type StateItem } from './table-keys.ts';

/** An image's record and the memory that belongs to it, as one write left them. */
export interface ImageRows {
  readonly state?: StateItem;
  readonly memory?: ImageMemory;
}

/** How many images are remembered between their reading and their recording. */
const REMEMBERED = 500;

/** How often two rows are read again that another write changed between. */
const READINGS = 5;

/**
 * Reads what is recorded of images. Whoever records an image has just looked at its memory, so that is
 * remembered: a record that changed meanwhile refuses to be replaced, and is read again then.
 */
export class Images {
  readonly #table: Table;
  /** The one that was read first goes first. */
  readonly #remembered = new Map<string, ImageRows>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** As it stands now. Both rows together are one read unit. */
  async read(target: string): Promise<ImageRows> {
    const rows = await this.#readMatching(target);
    this.#remembered.delete(target);
    this.#remembered.set(target, rows);
    const [oldest = target] = this.#remembered.keys();
    if (this.#remembered.size > REMEMBERED) this.#remembered.delete(oldest);
    return rows;
  }

  /** As it stood when it was read last, once; else as it stands now. */
  async take(target: string): Promise<ImageRows> {
    const rows = this.#remembered.get(target) ?? (await this.#readMatching(target));
    this.#remembered.delete(target);
    return rows;
  }

  async #readMatching(target: string): Promise<ImageRows> {
    for (let reading = 1; ; reading += 1) {
      const rows = await this.#readRows(target);
      const isTorn = rows.state?.memory !== undefined && !rows.memory;
      if (!isTorn || reading === READINGS) return rows;
    }
  }

  async #readRows(target: string): Promise<ImageRows> {
    const { memory: from, state: to } = IMAGE_ROWS;
    const selection = { pk: imagePartition(target), from, to };
    const found = await this.#table.list<StateItem | MemoryItem>(selection);
    let state: StateItem | undefined;
    let memory: MemoryItem | undefined;
    for (const { item } of found) {
      if ('lastRun' in item) state = item;
      else memory = item;
    }
    if (!state) return {};
    const current = memory?.digest === state.memory ? memory : undefined;
    return { state, ...(current && { memory: memoryOf(current) }) };
  }
}

/** The record that `state` is of the image `target`. */
export function recordOf(target: string, state: StateItem, memory?: ImageMemory): ImageRecord {
  const record = { lastRun: state.lastRun, outcome: outcomeOf(state, target) };
  return memory ? { ...record, memory } : record;
}
