import { itemBytes, transactionUnits } from '../../../../lib/aws/dynamodb/item-size.ts';
import { FAILING_INDEX } from '../../../../lib/aws/dynamodb/table-keys.ts';
import type { AttributeMap } from '../../../../lib/aws/dynamodb/table-writes.ts';
import { conditionOf } from './condition.ts';
import type { Subject } from './operand.ts';
import { type Row, SortedItems } from './sorted-items.ts';
import { type TableMeter, writeUnits } from './table-meter.ts';

/** One item to write, whatever command it came with. */
export interface ItemWrite {
  readonly key: AttributeMap;
  /** The item as it is to be, `undefined` where there is to be none. */
  readonly change: (subject: Subject) => AttributeMap | undefined;
  readonly condition?: string | undefined;
  readonly names?: Record<string, string> | undefined;
  readonly values?: AttributeMap | undefined;
}

/** Of an item and all that its partition keeps. */
export interface Place {
  readonly pk: string;
  readonly sk: string;
}

/** What became of a write: the item before, and after where its condition held. */
export interface WriteResult {
  readonly isWritten: boolean;
  readonly before: AttributeMap | undefined;
  readonly after: AttributeMap | undefined;
}

/** DynamoDB's longest item. */
const LARGEST_BYTES = 400 * 1024;

/**
 * The items of the ledger's table, with its one index, and what reading and writing them is charged for. It knows
 * neither expiry, which DynamoDB leaves for hours, nor other tables.
 */
export class MemoryTable {
  readonly #partitions = new Map<string, SortedItems>();
  readonly #failing = new Map<string, AttributeMap>();
  readonly #locked = new Set<string>();
  readonly #meter: TableMeter;

  constructor(meter: TableMeter) {
    this.#meter = meter;
  }

  get meter(): TableMeter {
    return this.#meter;
  }

  get({ pk, sk }: Place): Row | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  between(pk: string, from: string, to: string): readonly Row[] {
    return this.#partitions.get(pk)?.between(from, to) ?? [];
  }

  /** What the index has, in its order. */
  failing(): readonly AttributeMap[] {
    const sorted = [...this.#failing].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([, item]) => item);
  }

  /** Whether a transaction is at work on the item. */
  isLocked({ pk, sk }: Place): boolean {
    return this.#locked.has(`${pk}\n${sk}`);
  }

  /** Keeps others from writing the items at `places` until what is returned is called. */
  lock(places: readonly Place[]): () => void {
    const names = places.map(({ pk, sk }) => `${pk}\n${sk}`);
    for (const name of names) this.#locked.add(name);
    return () => {
      for (const name of names) this.#locked.delete(name);
    };
  }

  /** Whether the write's condition holds now. */
  holds(write: ItemWrite): boolean {
    const { condition } = write;
    return condition === undefined || conditionOf(condition)(this.#subjectOf(write));
  }

  /** Writes one item by itself, where its condition holds. */
  write(write: ItemWrite): WriteResult {
    const place = placeOf(write.key);
    const before = this.get(place);
    if (!this.holds(write)) {
      this.#meter.write(place.pk, writeUnits(before?.bytes ?? 0));
      return { isWritten: false, before: before?.item, after: before?.item };
    }
    const after = this.#apply(write);
    this.#meter.write(place.pk, writeUnits(larger(before, after)));
    return { isWritten: true, before: before?.item, after: after?.item };
  }

  /** Writes an item as a part of a transaction, whose conditions hold. */
  writeTogether(write: ItemWrite): void {
    const place = placeOf(write.key);
    const before = this.get(place);
    const after = this.#apply(write);
    this.#meter.write(place.pk, transactionUnits(larger(before, after)));
  }

  /** What a write takes that a transaction gave up. */
  chargeTogether({ key }: ItemWrite): void {
    const place = placeOf(key);
    this.#meter.write(place.pk, transactionUnits(this.get(place)?.bytes ?? 0));
  }

  #subjectOf({ key, names = {}, values = {} }: ItemWrite): Subject {
    return { item: this.get(placeOf(key))?.item ?? {}, names, values };
  }

  #apply(write: ItemWrite): Row | undefined {
    const place = placeOf(write.key);
    const row = this.#changedBy(write);
    const partition = this.#partitions.get(place.pk) ?? new SortedItems();
    if (row) partition.set(row);
    else partition.delete(place.sk);
    this.#partitions.set(place.pk, partition);
    this.#index(place, row);
    return row;
  }

  #changedBy(write: ItemWrite): Row | undefined {
    const changed = write.change(this.#subjectOf(write));
    if (!changed) return undefined;
    const item = withOwnBytes({ ...changed, ...write.key });
    const bytes = itemBytes(item);
    if (bytes <= LARGEST_BYTES) return { sk: placeOf(write.key).sk, item, bytes };
    throw new ValidationError('Item size has exceeded the maximum allowed size');
  }

  /** An item that comes, changes or goes is written in the index as well. */
  #index({ pk, sk }: Place, row: Row | undefined): void {
    const name = `${pk}\n${sk}`;
    const isIn = row?.item[FAILING_INDEX] !== undefined;
    const wasIn = this.#failing.has(name);
    if (isIn || wasIn) this.#meter.write(FAILING_INDEX, writeUnits(row?.bytes ?? 0));
    if (isIn) this.#failing.set(name, row.item);
    else this.#failing.delete(name);
  }
}

/** DynamoDB does not take a request. */
export class ValidationError extends Error {
  override readonly name = 'ValidationException';
  readonly $metadata = { httpStatusCode: 400 };
}

export function placeOf({ pk, sk }: AttributeMap): Place {
  return { pk: pk?.S ?? '', sk: sk?.S ?? '' };
}

/** Bytes are often a part of something that is much larger, and of whoever gave them. */
function withOwnBytes(item: AttributeMap): AttributeMap {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: new Uint8Array(value.B) },
    ]),
  );
}

function larger(before: Row | undefined, after: Row | undefined): number {
  return Math.max(before?.bytes ?? 0, after?.bytes ?? 0);
}
