import { bundleCommand } from './build/bundle-command.ts';

await bundleCommand('dist');
