import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Coverage, FEATURES } from './support/features.ts';
import { TABLES } from './support/tables.ts';

const ROOT = join(import.meta.dirname, '../..');

/** How many rows the document has under each heading. */
const SIZES = {
  'Target names of B': 7,
  'C images file': 27,
  'C auth file': 12,
  'C command lines': 16,
  'B images file': 8,
  'B images file, cases': 14,
  'B images file, command lines': 18,
  'A-style library calls': 8,
  'Behaviours changed on purpose': 12,
};

const LATER_ISSUES = [4, 5, 6, 7];

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** What is wrong with the proof of a row; nothing where it is one. */
function gapIn(coverage: Coverage): string | undefined {
  if (coverage === 'case') return undefined;
  if ('issue' in coverage) {
    return LATER_ISSUES.includes(coverage.issue) ? undefined : `issue ${coverage.issue}`;
  }
  if ('left' in coverage) return coverage.left === '' ? 'no reason' : undefined;
  return textOf(coverage.file).includes(coverage.says) ? undefined : coverage.says;
}

describe('the tables of compat.md', () => {
  it('have all of their rows, each once', () => {
    const sizes = TABLES.map(({ section, rows }) => [section, new Set(rows).size]);

    expect(Object.fromEntries(sizes)).toEqual(SIZES);
  });

  it('are tried in one file each', () => {
    const tests = globSync('test/compat/*.test.ts', { cwd: ROOT }).map(textOf);
    const names = [...textOf('test/compat/support/tables.ts').matchAll(/const (\w+) = table\(/g)];

    expect(names).toHaveLength(TABLES.length);
    for (const [, name] of names) {
      expect(tests.filter((text) => text.includes(`describeRows(${name},`))).toHaveLength(1);
    }
  });

  it('have all 94 features, in order', () => {
    const numbers = Object.keys(FEATURES).map((row) => Number.parseInt(row, 10));

    expect(numbers).toEqual(Array.from({ length: 94 }, (_, position) => position + 1));
  });

  it.each(Object.entries(FEATURES))('have a test or a reason for feature %s', (_, coverage) => {
    expect(gapIn(coverage)).toBeUndefined();
  });
});
