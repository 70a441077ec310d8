import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { bundlePage } from './bundle-page.ts';

const ENTRY = join(import.meta.dirname, '../../bin/image-syncer.ts');

/** Bundles the command into `folder`, whatever was there before. */
export async function bundleCommand(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await bundle(ENTRY, folder);
  await bundlePage(folder);
}
