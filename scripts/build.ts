import { join } from 'node:path';
import { bundleCommand } from './build/bundle-command.ts';
import { bundleConstruct } from './build/bundle-construct.ts';
import { bundleLibrary } from './build/bundle-library.ts';

const DIST = join(import.meta.dirname, '../dist');

await bundleCommand(DIST);
await Promise.all([bundleLibrary(join(DIST, 'library')), bundleConstruct(DIST)]);
