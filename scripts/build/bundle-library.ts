import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { declareRoom } from './declare-room.ts';

const ENTRY = join(import.meta.dirname, '../../lib/library/index.ts');

/**
 * Bundles what `import … from 'image-syncer'` gives into `folder`, whatever was there before, and puts
 * the declarations beside it. The command's bundle shares no file with it, and starts as fast as before.
 */
export async function bundleLibrary(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await bundle(ENTRY, folder);
  await declareRoom('library', join(folder, 'types'));
}
