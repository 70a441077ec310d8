import { expect } from 'vitest';
import type { ParseDefinitionOptions } from '../../lib/definition/parse.ts';
import { copiesOf, DIGEST, problemsOf } from '../definition/read.ts';
import { describeRows } from './support/describe-rows.ts';
import { TARGET_NAMES } from './support/tables.ts';

/** A file of one image, whose cells are `source | tag`. */
function fileOf(row: string): string {
  const [source = '', tag = ''] = row.replace('sha256:…', DIGEST).split(' | ');
  const image = { source, ...(tag !== '–' && { tag }) };
  return JSON.stringify({ targetRepoPrefix: 'reg.example/p/', images: [image] });
}

function targetsOf(row: string, options?: Partial<ParseDefinitionOptions>): readonly string[] {
  return copiesOf(fileOf(row), options).map((copy) =>
    copy.replace(/^.* → reg\.example\/p\//, 'P/'),
  );
}

/** Expects the source's target, with `libraryNames` too unless that is another. */
function becomes(target: string, libraryTarget = target) {
  return (row: string): void => {
    expect(targetsOf(row)).toEqual([target]);
    expect(targetsOf(row, { libraryNames: true })).toEqual([libraryTarget]);
  };
}

describeRows(TARGET_NAMES, {
  'a/b:1 | –': becomes('P/a/b:1'),
  'b:1 | –': becomes('P/b:1', 'P/library/b:1'),
  'quay.io/a/b:1 | –': becomes('P/quay.io/a/b:1'),
  'a/b:1 | x': becomes('P/a/b:x'),
  'a/b@sha256:… | x': becomes('P/a/b:x'),
  'a/b@sha256:… | –': (row) => {
    const column = fileOf(row).indexOf('"a/b@') + 1;

    expect(problemsOf(fileOf(row))).toEqual([
      [1, column, `"a/b@${DIGEST}" has a digest and no tag`, expect.stringMatching(/^add tag:/)],
    ]);
  },
  'a/b | –': becomes('P/a/b:latest'),
});
