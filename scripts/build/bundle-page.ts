import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const SOURCES = join(import.meta.dirname, '../../lib/serve/page/browser');

/** Bundles what the pages of a service have browsers load into the folder `browser` of `dist`, where the command looks for it. */
export async function bundlePage(dist: string): Promise<void> {
  const folder = join(dist, 'browser');
  await build({
    entryPoints: ['live.ts', 'page.css'].map((name) => join(SOURCES, name)),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
  });
  await copyFile(join(SOURCES, 'favicon.svg'), join(folder, 'favicon.svg'));
}
