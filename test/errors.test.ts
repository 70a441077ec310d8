import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ErrorKind, SyncerError } from '../lib/errors.ts';
import { outcomeErrorOf } from '../lib/mirror/outcome-error.ts';
import { everyError, PLANTED, RETRY_AFTER_MS } from './support/every-error.ts';

const ROOT = join(import.meta.dirname, '..');
const ERRORS = everyError();

/** Whether the same call can succeed although nobody changed anything, as far as the kind says that. */
const RETRYABLE: Readonly<Record<ErrorKind, boolean | undefined>> = {
  transient: true,
  throttled: true,
  auth: false,
  'not-found': false,
  policy: false,
  immutable: false,
  definition: false,
  quota: false,
  content: undefined,
  internal: undefined,
};

const SOURCES = globSync('{lib,lambda}/**/*.ts', { cwd: ROOT })
  .filter((file) => file !== 'lib/errors.ts')
  .map((file) => readFileSync(join(ROOT, file), 'utf8'));

function titled(errors: readonly SyncerError[]): readonly (readonly [string, SyncerError])[] {
  const titles = new Map(errors.map((error) => [`${error.name}: ${error.message}`, error]));
  return [...titles];
}

describe('errors', () => {
  it('of every class are looked at here', () => {
    const declared = SOURCES.flatMap((text) =>
      [...text.matchAll(/\bclass (\w+) extends (?:Syncer|Aws)Error\b/g)].map(([, name]) => name),
    ).filter((name) => name !== 'AwsError');
    const looked = new Set(ERRORS.map((error) => error.constructor.name));

    expect(declared.length).toBeGreaterThan(50);
    expect(declared.filter((name) => name && !looked.has(name))).toEqual([]);
  });

  it('have each code that is declared, and each kind', () => {
    const declared = readFileSync(join(ROOT, 'lib/errors.ts'), 'utf8');
    const codes = [...declared.matchAll(/^ {2}\| '([A-Z_\d]+)'/gm)].map(([, code]) => code);
    const unused = codes.filter((code) => !SOURCES.some((text) => text.includes(`'${code}'`)));

    expect(codes.length).toBeGreaterThan(40);
    expect(unused).toEqual([]);
    expect(new Set(ERRORS.map(({ kind }) => kind))).toEqual(new Set(Object.keys(RETRYABLE)));
  });

  it.each(titled(ERRORS))('%s', (_, error) => {
    expect(error.name).toBe(error.constructor.name);
    expect(error.message).toMatch(/[^\s.]$/);
    expect(error.hint).toMatch(/[^\s.]$/);
    expect(error.retryable).toBe(RETRYABLE[error.kind] ?? error.retryable);
    expect(error.message + error.hint + JSON.stringify(error)).not.toContain(PLANTED);
  });

  it('hold no secret in what is recorded of them, their causes included', () => {
    const recorded = ERRORS.map((error) => JSON.stringify(outcomeErrorOf(error)));

    expect(recorded.filter((text) => text.includes(PLANTED))).toEqual([]);
  });

  it('that pass on what another says keep it as their cause, and how long it asked to be left alone', () => {
    const passing = ERRORS.filter((error) =>
      /^(?:Copy|OldManifest|UploadLost)Error$/.test(error.name),
    );

    expect(passing).toHaveLength(3);
    for (const { cause } of passing) expect(cause).toMatchObject({ name: 'RegistryError' });
    expect(passing.filter(({ retryAfterMs }) => retryAfterMs === RETRY_AFTER_MS)).toHaveLength(2);
  });
});
