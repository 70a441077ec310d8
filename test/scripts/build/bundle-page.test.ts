import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { bundle } from '../../../scripts/build/bundle.ts';
import { bundlePage } from '../../../scripts/build/bundle-page.ts';

const LOADER = join(import.meta.dirname, '../../../lib/serve/page/assets.ts');

interface Loader {
  readonly loadAssets: typeof import('../../../lib/serve/page/assets.ts').loadAssets;
}

describe('bundlePage', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('puts what browsers load where the bundled loader finds it, the scripts as one', async () => {
    await bundle(LOADER, folder);
    await bundlePage(folder);

    const { loadAssets } = (await import(join(folder, 'assets.js'))) as Loader;
    const assets = loadAssets();

    expect(assets.script).toBe('live.js');
    expect(assets.find('live.js')?.text).toContain('EventSource');
    expect(assets.find('live.js')?.text).not.toMatch(/\bimport\b/);
    expect(assets.find('page.css')?.text).toContain('prefers-color-scheme');
    expect(assets.find('favicon.svg')?.text).toContain('<svg');
  });

  it('is part of the command that is published', async () => {
    expect(await readdir(join(dirname(inject('command')), 'browser'))).toEqual([
      'favicon.svg',
      'live.js',
      'page.css',
    ]);
  });
});
