import { expect } from 'vitest';
import type { ParseDefinitionOptions } from '../../../lib/definition/parse.ts';
import { copiesOf, problemsOf } from '../../definition/read.ts';
import { upstreamDigest } from './upstream.ts';

/** What is expected of a mistake; the place in line 1 unless told. */
export interface ExpectedProblem {
  readonly line?: number;
  readonly column?: number;
  readonly message: RegExp;
  readonly hint?: RegExp;
}

/** The row with digests of upstream's `acme/api:v1` in place of their marks, and a target in place of `…`. */
export function digestsIn(row: string): string {
  const [, hex = ''] = upstreamDigest('acme/api:v1').split(':');
  return row.replace(/<64hex>|<same>/g, hex).replace(/…$/, 'reg.example/m/api');
}

/** Expects the row as a file to be refused with these mistakes, each with a hint. */
export function refusedWith(
  expected: readonly ExpectedProblem[],
  options: Partial<ParseDefinitionOptions> = {},
): (row: string) => void {
  return (row) => {
    const problems = problemsOf(digestsIn(row), options);

    expect(problems).toEqual(
      expected.map(({ line = 1, column, message, hint = /./ }) => [
        line,
        column ?? expect.any(Number),
        expect.stringMatching(message),
        expect.stringMatching(hint),
      ]),
    );
  };
}

/** Expects the text to be a definition of at least one image. */
export function acceptedAs(text: string, options: Partial<ParseDefinitionOptions>): void {
  expect(copiesOf(text, options)).not.toEqual([]);
}
