import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadedBytes } from '../../scripts/bench-coldstart/loaded-bytes.ts';
import { bundleHandlers } from '../../scripts/build/bundle-handlers.ts';

describe('bundleHandlers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handlers-'));
  let metafile: Awaited<ReturnType<typeof bundleHandlers>>;

  beforeAll(async () => {
    metafile = await bundleHandlers(join(folder, 'one'));
    await bundleHandlers(join(folder, 'other'));
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  function filesIn(name: string): Readonly<Record<string, string>> {
    const files = readdirSync(join(folder, name)).toSorted();
    return Object.fromEntries(
      files.map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]),
    );
  }

  it('gives the same bytes each time, and none that say where they were made', () => {
    const files = filesIn('one');

    expect(files).toEqual(filesIn('other'));
    expect(Object.values(files).filter((text) => text.includes(process.cwd()))).toEqual([]);
  });

  it('has all that a function needs but Node', () => {
    const specifiers = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path.replace(/^node:/, '')),
    );

    expect(specifiers.filter((path) => path.startsWith('@') || path === 'undici')).toEqual([]);
  });

  it('loads less than 1.7 MB with a worker', () => {
    expect(loadedBytes(metafile, 'sync')).toBeLessThan(1_700_000);
  });
});
