import { expect, it } from 'vitest';
import { describeWith } from '../../support/describe-with.ts';
import type { Table } from './tables.ts';

/** Proves one row of a table, whose text it is given: many rows are inputs themselves. */
export type Case<Row extends string = string> = (row: Row) => void | Promise<void>;

/** Some rows take several runs of the command line, and many tests compete for the machine. */
export const TIMEOUT_MS = 60_000;

/** Declares a test for each row, named by the row's own text; a row without a case fails, and so does a case without a row. */
export function describeRows<const Row extends string>(
  { section, rows }: Table<Row>,
  cases: Readonly<Record<Row, Case<Row>>>,
): void {
  // For the certificate of the document's hosts.
  describeWith(['openssl'], `compat.md, ${section}`, () => {
    for (const row of rows) it(row, () => cases[row](row), TIMEOUT_MS);

    it('has no other rows', () => {
      expect(Object.keys(cases).toSorted()).toEqual(rows.toSorted());
    });
  });
}
