import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleCommand } from './bundle-command.ts';

/** Bundles the command, as it is published, into the folder `home`; resolves to its path. */
export async function bundledCommand(home: string): Promise<string> {
  await bundleCommand(join(home, 'dist'));
  // Node takes a file for a module by the nearest package.json, as npm will put one there.
  await writeFile(join(home, 'package.json'), '{ "type": "module" }');
  return join(home, 'dist/image-syncer.js');
}
