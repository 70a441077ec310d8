import { describe, expect, it } from 'vitest';
import type { Table } from './tables.ts';

/** Proves one row of a table, whose text it is given: many rows are inputs themselves. */
export type Case<Row extends string = string> = (row: Row) => void | Promise<void>;

/** A run of the command line takes a moment, and many compete for the machine. */
const TIMEOUT_MS = 60_000;

/** Declares a test for each row, named by the row's own text; a row without a case fails, and so does a case without a row. */
export function describeRows<const Row extends string>(
  { section, rows }: Table<Row>,
  cases: Readonly<Record<Row, Case<Row>>>,
): void {
  describe(`compat.md, ${section}`, { timeout: TIMEOUT_MS }, () => {
    for (const row of rows) it(row, () => cases[row](row));

    it('has no other rows', () => {
      expect(Object.keys(cases).toSorted()).toEqual(rows.toSorted());
    });
  });
}
