import { join } from 'node:path';
import { bundleCommand } from './build/bundle-command.ts';

await bundleCommand(join(import.meta.dirname, '../dist'));
