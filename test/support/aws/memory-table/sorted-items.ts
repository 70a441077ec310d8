import type { AttributeMap } from '../../../../lib/aws/dynamodb/table-writes.ts';

/** An item and how large it is. */
export interface Row {
  readonly sk: string;
  readonly item: AttributeMap;
  readonly bytes: number;
}

/** The items of one partition, by the order of their sort keys, which are plain letters. */
export class SortedItems {
  readonly #rows: Row[] = [];

  get(sk: string): Row | undefined {
    const row = this.#rows[this.#placeOf(sk)];
    return row?.sk === sk ? row : undefined;
  }

  set(row: Row): void {
    const place = this.#placeOf(row.sk);
    this.#rows.splice(place, this.#rows[place]?.sk === row.sk ? 1 : 0, row);
  }

  delete(sk: string): void {
    const place = this.#placeOf(sk);
    if (this.#rows[place]?.sk === sk) this.#rows.splice(place, 1);
  }

  /** Both ends belong to it. */
  between(from: string, to: string): readonly Row[] {
    const place = this.#placeOf(to);
    const isIncluded = this.#rows[place]?.sk === to;
    return this.#rows.slice(this.#placeOf(from), place + (isIncluded ? 1 : 0));
  }

  /** Of the first row whose key is not before `sk`. */
  #placeOf(sk: string): number {
    let [from, to] = [0, this.#rows.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#rows[middle]?.sk ?? '') < sk) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
