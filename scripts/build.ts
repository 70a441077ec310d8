import { join } from 'node:path';
import { bundleCommand } from './build/bundle-command.ts';
import { bundleLibrary } from './build/bundle-library.ts';

const DIST = join(import.meta.dirname, '../dist');

await bundleCommand(DIST);
await bundleLibrary(join(DIST, 'library'));
